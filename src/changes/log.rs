//! placeholder until the branch `log` is merged
#[derive(Debug, Clone)]
pub struct Log;
impl Log {
    pub fn wake(&self) {}
}
