//! The right to scan into a store: one program has it at a time, and the system takes it back when that ends, however it ends.

use super::{Store, StoreError};
use std::fs::{File, TryLockError};

/// The right to scan into a store, held as long as this lives and its program runs.
#[derive(Debug)]
pub struct Lock {
    /// The file is empty and stays: it is the system that knows who holds it.
    _file: File,
}

impl Store {
    /// Takes the right to scan into the store; none if another has it. One that was killed has it no more.
    pub fn lock(&self) -> Result<Option<Lock>, StoreError> {
        let path = self.beside("lock");
        let opened = File::options().create(true).truncate(false).write(true).open(&path);
        let file = match opened {
            Ok(file) => file,
            Err(error) => return Err(StoreError::File { path, error }),
        };
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(StoreError::File { path, error }),
        }
    }
}
