//! SQLite's memory: taken from the program's own allocator, and not counted.
//!
//! SQLite counts what it takes under one lock for all connections, which readers on two threads spend
//! half of their time waiting for. And an answer of some hundred kilobytes grows in blocks that the C
//! library takes from the system and gives back every time: with 500 records of 600 characters, half of
//! the time went there.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Once;

use libmimalloc_sys::{mi_free, mi_good_size, mi_malloc, mi_realloc, mi_usable_size};
use rusqlite::ffi;

/// Tells SQLite so. Has to come before the first connection.
pub(super) fn configure() {
    static CONFIGURED: Once = Once::new();
    CONFIGURED.call_once(|| {
        // SAFETY: each option takes just this argument, and SQLite copies the functions. Once SQLite has
        // been started by others, it refuses both calls and nothing changes.
        #[allow(unsafe_code, reason = "there is no safe way to configure SQLite")]
        unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0);
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, ptr::from_ref(&FUNCTIONS));
        }
    });
}

/// What SQLite calls: <https://sqlite.org/c3ref/mem_methods.html>
const FUNCTIONS: ffi::sqlite3_mem_methods = ffi::sqlite3_mem_methods {
    xMalloc: Some(allocate),
    xFree: Some(free),
    xRealloc: Some(reallocate),
    xSize: Some(size),
    xRoundup: Some(round_up),
    xInit: Some(start),
    xShutdown: Some(stop),
    pAppData: ptr::null_mut(),
};

/// SQLite asks for no more than 2 GB, and never for a negative number of bytes.
fn bytes(size: c_int) -> usize {
    usize::try_from(size).unwrap_or(0)
}

fn narrow(size: usize) -> c_int {
    c_int::try_from(size).unwrap_or(c_int::MAX)
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn allocate(size: c_int) -> *mut c_void {
    // SAFETY: any size may be asked for.
    unsafe { mi_malloc(bytes(size)) }
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn free(block: *mut c_void) {
    // SAFETY: SQLite gives back what `allocate` or `reallocate` returned, once.
    unsafe { mi_free(block) }
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn reallocate(block: *mut c_void, size: c_int) -> *mut c_void {
    // SAFETY: the block is one of ours, and not used again unless null is returned.
    unsafe { mi_realloc(block, bytes(size)) }
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn size(block: *mut c_void) -> c_int {
    // SAFETY: the block is one of ours, or null.
    narrow(unsafe { mi_usable_size(block) })
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn round_up(size: c_int) -> c_int {
    // SAFETY: any size may be asked about.
    narrow(unsafe { mi_good_size(bytes(size)) })
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn start(_: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

#[allow(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn stop(_: *mut c_void) {}
