//! The words of the field: the closed lists of values that packs, facts and reports share.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[derive(::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The value as packs and JSON write it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => {
                    static WORD: std::sync::LazyLock<String> =
                        std::sync::LazyLock::new(|| $crate::knowledge::words::snake_case(stringify!($variant)));
                    &WORD
                }),* }
            }

            /// The value of that name.
            pub fn parse(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.as_str() == word)
            }
        }
    };
}

pub(super) use words;

/// The name of a variant as packs and JSON write it.
pub(super) fn snake_case(variant: &str) -> String {
    let mut out = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

words! {
    /// How certain a claim sounds.
    Certainty {
        /// Unknown or negative: 尚不清楚, not shown.
        C0,
        /// Hedged: 可能, may.
        C1,
        /// Plain indicative: 降低, reduces.
        C2,
        /// Demonstrated: 证实, proves.
        C3,
        /// Absolute or guaranteed: 根治, always.
        C4,
    }
}

words! {
    /// How a claim ties the outcome to the intervention.
    Relation {
        /// Not at all.
        None,
        /// They go together: 相关, linked to.
        Associative,
        /// One brings about the other: 降低, causes.
        Causal,
    }
}

words! {
    /// Which way the outcome goes.
    Direction {
        /// More of it.
        Increase,
        /// Less of it.
        Decrease,
        /// Better.
        Improve,
        /// Worse.
        Worsen,
        /// No difference, or denied.
        NoEffect,
        /// Not said.
        Unclear,
    }
}

words! {
    /// In whom or what an effect was seen.
    Model {
        /// People.
        Human,
        /// Animals.
        Animal,
        /// Cells, tissues, cultures.
        InVitro,
        /// A pathway or receptor, in nobody in particular.
        Mechanism,
        /// Not said.
        Unknown,
    }
}

words! {
    /// The design of a study.
    Design {
        /// A guideline.
        Guideline,
        /// Pooled results of several studies.
        MetaAnalysis,
        /// A systematic review without pooling.
        SystematicReview,
        /// A randomised controlled trial.
        RandomisedTrial,
        /// A trial in people, randomisation not said.
        Trial,
        /// A cohort followed over time.
        Cohort,
        /// Cases compared with controls.
        CaseControl,
        /// A survey at one time.
        CrossSectional,
        /// Observational, of a kind not said.
        Observational,
        /// Several cases, uncontrolled.
        CaseSeries,
        /// One case.
        CaseReport,
        /// A narrative review.
        NarrativeReview,
        /// Expert consensus or opinion.
        Opinion,
        /// A study in animals.
        AnimalStudy,
        /// A study in cells or tissue.
        InVitroStudy,
    }
}

words! {
    /// A limitation that a source states of itself.
    Limitation {
        /// The studies pooled differ.
        Heterogeneity,
        /// Risk of bias.
        Bias,
        /// Few participants.
        SmallSample,
        /// No control group.
        NoControl,
        /// Looking back.
        Retrospective,
        /// One centre.
        SingleCentre,
        /// Short follow-up.
        ShortFollowUp,
        /// Low certainty of evidence, as graded.
        LowCertainty,
        /// The source says what it cannot tell.
        Cannot,
        /// Paid for by who sells it.
        IndustryFunded,
    }
}

words! {
    /// What a concept is.
    ConceptKind {
        /// A medicine.
        Drug,
        /// A supplement, herb or food taken for health.
        Supplement,
        /// A procedure, device or way of living.
        Procedure,
        /// A disease, symptom or state.
        Condition,
        /// What is measured.
        Outcome,
        /// A part of the body.
        Anatomy,
        /// A pathway, receptor or substance of the body.
        Pathway,
        /// A group of people.
        Population,
        /// An animal, microbe or virus.
        Organism,
    }
}

words! {
    /// A context that changes what a sentence asserts.
    Gate {
        /// 不, not.
        Negation,
        /// 谣言, myth: said in order to be denied.
        Refutation,
        /// Inside quotation marks.
        Quotation,
        /// Said by a named other.
        Attribution,
        /// Asked and not answered with yes.
        Question,
        /// 可能, may.
        Hedge,
        /// 如果, if.
        Condition,
        /// 期待, we hope.
        Wish,
        /// A fixed term in which the word means something else.
        Fixed,
        /// About rules, advertisements or wording itself.
        Meta,
    }
}

words! {
    /// The genre of an article, which decides which rules speak.
    Genre {
        /// News of a study.
        ResearchNews,
        /// A leaflet that does not age.
        Leaflet,
        /// Questions and answers.
        Qa,
        /// Rumours and what is true.
        Debunk,
        /// Traditional medicine or cooking.
        TcmOrRecipe,
        /// A label or package insert.
        DrugLabel,
        /// A hospital about itself.
        HospitalNews,
        /// Policy, insurance, prices.
        PolicyOrInsurance,
        /// A patient's story.
        PatientStory,
        /// An advertisement.
        Advertisement,
        /// None of these.
        Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_in_packs_and_json() {
        for design in Design::ALL {
            assert_eq!(serde_json::to_value(design).unwrap(), design.as_str());
            assert_eq!(Design::parse(design.as_str()), Some(*design));
        }
        assert_eq!(Model::InVitro.as_str(), "in_vitro");
        assert_eq!(Certainty::parse("c4"), Some(Certainty::C4));
    }
}
