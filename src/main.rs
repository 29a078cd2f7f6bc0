//! The `headwater` command.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    use_small_pages();
    headwater::cli::main()
}

/// The allocator's arenas are large and mostly empty: in pages of 2 MiB, a server that does nothing
/// takes three times the memory that it uses.
fn use_small_pages() {
    #[cfg(target_os = "linux")]
    // A system that can't do it works all the same.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
