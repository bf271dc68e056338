//! AD: signs of advertising.

mod authority_endorsement;
mod before_after;
mod comparative_superiority;
mod contact_or_purchase_inducement;
mod cure_or_response_rate;
mod food_or_supplement_prohibited_claim;
mod guarantee_of_cure;
mod prescription_drug_promotion;
mod promise;
mod said;
mod shapes;
mod superlative;
mod testimonial;

pub use authority_endorsement::AuthorityEndorsement;
pub use before_after::BeforeAfter;
pub use comparative_superiority::ComparativeSuperiority;
pub use contact_or_purchase_inducement::ContactOrPurchaseInducement;
pub use cure_or_response_rate::CureOrResponseRate;
pub use food_or_supplement_prohibited_claim::FoodOrSupplementProhibitedClaim;
pub use guarantee_of_cure::GuaranteeOfCure;
pub use prescription_drug_promotion::PrescriptionDrugPromotion;
pub use promise::promises;
pub use superlative::Superlative;
pub use testimonial::Testimonial;

/// The pitches of each rule.
pub(super) const PITCHES: &[&[super::pitch::Pitch]] = &[
    authority_endorsement::PITCHES,
    before_after::PITCHES,
    comparative_superiority::PITCHES,
    cure_or_response_rate::PITCHES,
    food_or_supplement_prohibited_claim::PITCHES,
    promise::PITCHES,
    superlative::PITCHES,
    testimonial::PITCHES,
];
