//! AD: signs of advertising.

mod guarantee_of_cure;
mod promise;

pub use guarantee_of_cure::GuaranteeOfCure;
pub use promise::promises;
