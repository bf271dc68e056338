//! A small pack, its faults, and the packs that come with claimlint.

use super::{AtRisk, CautionLevel, Drugs, Jurisdiction, LegalStatus, RiskReason};
use crate::knowledge::concept::Concepts;
use crate::knowledge::pack::{PackError, PackFile};
use crate::knowledge::{BUILTIN, Knowledge};

const CONCEPTS: [(&str, &str); 2] = [
    ("drug", "id = \"pill\"\nen = [\"pill\"]\n[[concept]]\nid = \"herb\"\nen = [\"herb\"]"),
    (
        "condition",
        "id = \"arthritis\"\nen = [\"arthritis\"]\n[[concept]]\nid = \"gout\"\nen = [\"gout\"]\nis_a = [\"arthritis\"]
[[concept]]\nid = \"obesity\"\nen = [\"obesity\"]\n[[concept]]\nid = \"acne\"\nen = [\"acne\"]\n[[concept]]\nid = \"fever\"\nen = [\"fever\"]",
    ),
];

fn concepts() -> Concepts {
    let files = CONCEPTS.map(|(kind, entries)| PackFile {
        path: format!("concepts/{kind}.toml"),
        text: format!(
            "source = \"here\"\nreviewed = \"2026-11-23\"\nkind = \"{kind}\"\n[[concept]]\n{entries}\n"
        ),
    });
    Concepts::load(&files.iter().collect::<Vec<_>>()).unwrap()
}

fn load(entries: &str) -> Result<Drugs, PackError> {
    let header = "source = \"here\"\nreviewed = \"2026-11-23\"\n[documents]\nleaflet = \"The leaflet\"\n";
    let file = PackFile { path: "drugs/x.toml".into(), text: format!("{header}{entries}") };
    Drugs::load(&[&file], &concepts())
}

const PILL: &str = r#"[[drug]]
ids = ["pill"]
status = [{ in = "us", is = "prescription", source = "leaflet" }]
risk = { reason = "opioid", source = "leaflet", quote = "high alert" }
labels = [{ in = "us", for = ["gout"], complete = true, source = "leaflet", quote = "for gout" }]
not_for = [{ in = "us", for = ["obesity"], source = "leaflet", quote = "not for obesity" }]
unchecked = ["fever"]
cautions = [
  { for = "kidney", in = "us", level = "contraindicated", source = "leaflet", quote = "never" },
  { for = "kidney", in = "cn", level = "caution", source = "leaflet", quote = "with care" },
]
harms = { zh = ["恶心", "出血"], en = ["nausea", "bleeding"], source = "leaflet" }
weekly = { route = "oral", source = "leaflet", quote = "once weekly" }
max = [{ in = "us", scope = "label", patients = "adult", route = "oral", amount = 2, unit = "g", per = "day", source = "leaflet", quote = "at most 2 g a day" }]
"#;

const HERB: &str = r#"[[drug]]
ids = ["herb"]
atc = { codes = ["N02BE01"], name = "herb", source = "leaflet" }
labels = [{ in = "us", for = ["arthritis"], source = "leaflet" }]
off_label = [
  { in = "us", for = ["gout"], source = "leaflet", quote = "not for gout" },
  { in = "us", for = ["acne"], route = "oral", source = "leaflet", quote = "acne on the skin alone" },
]
self_use = [{ in = "us", for = ["fever"], route = "oral", days = 3, source = "leaflet", quote = "three days" }]
max = [{ in = "us", scope = "label", patients = "any", route = "oral", amount = 5, unit = "mg/kg", per = "day", source = "leaflet", quote = "5 mg/kg a day" }]
"#;

#[test]
fn a_drug_answers_what_rules_ask() {
    let (drugs, concepts) = (load(PILL).unwrap(), concepts());
    let pill = drugs.get("pill").unwrap();
    assert_eq!(pill.is_prescription(), Some(true));
    assert_eq!(pill.status_in(Jurisdiction::Us), Some(LegalStatus::Prescription));
    assert_eq!(pill.status_in(Jurisdiction::Cn), None);
    assert!(pill.is_high_risk() && pill.is_weekly());
    let kidney = pill.caution(AtRisk::Kidney).unwrap();
    assert_eq!((kidney.level, kidney.source.as_str()), (CautionLevel::Contraindicated, "The leaflet"));
    assert_eq!(pill.caution(AtRisk::Pregnancy), None);
    assert_eq!(pill.max[0].amount, 2.0);
    let uses = ["gout", "obesity", "acne", "arthritis", "fever", "unheard-of"];
    let answers = [Some(true), Some(false), Some(false), None, None, None];
    assert_eq!(uses.map(|c| pill.labelled_for(c, &concepts)), answers);
    assert!(drugs.get("herb").is_none());
}

#[test]
fn a_use_is_off_label_only_against_a_complete_list() {
    let drugs = load(&PILL.replace("complete = true, ", "")).unwrap();
    let pill = drugs.get("pill").unwrap();
    assert_eq!(pill.labelled_for("acne", &concepts()), None);
    assert_eq!(pill.labelled_for("gout", &concepts()), Some(true));
    assert_eq!(pill.labelled_for("obesity", &concepts()), Some(false));
}

#[test]
fn statuses_that_differ_say_nothing() {
    let status = |rows: &str| {
        let drugs = load(&format!("[[drug]]\nids = [\"herb\"]\nstatus = [{rows}]\n")).unwrap();
        drugs.get("herb").unwrap().is_prescription()
    };
    let row = |place: &str, is: &str| format!("{{ in = \"{place}\", is = \"{is}\", source = \"leaflet\" }}");
    assert_eq!(status(&row("us", "supplement")), Some(false));
    assert_eq!(status(&row("us", "mixed")), None);
    assert_eq!(status(&[row("us", "otc"), row("cn", "supplement")].join(",")), Some(false));
    assert_eq!(status(&[row("us", "otc"), row("cn", "prescription")].join(",")), None);
}

#[test]
fn facts_of_several_entries_are_one_drug() {
    let drugs = load(
        "[[drug]]\nids = [\"pill\", \"herb\"]\nrisk = { reason = \"insulin\", source = \"leaflet\", quote = \"q\" }
[[drug]]\nids = [\"pill\"]\nstatus = [{ in = \"us\", is = \"otc\", source = \"leaflet\" }]\n",
    )
    .unwrap();
    assert!(drugs.get("pill").unwrap().is_high_risk() && drugs.get("herb").unwrap().is_high_risk());
    assert_eq!(drugs.get("pill").unwrap().is_prescription(), Some(false));
    assert_eq!(drugs.get("herb").unwrap().is_prescription(), None);
}

#[test]
fn faults_are_refused_at_their_line() {
    let refused = |from: &str, to: &str| {
        assert!(PILL.contains(from), "{from}");
        let error = load(&PILL.replace(from, to)).unwrap_err();
        assert_eq!(error.path, "drugs/x.toml");
        assert!(error.line >= 4, "{error}");
        error.reason
    };
    assert!(refused("ids = [\"pill\"]", "ids = [\"pil\"]").contains("`pil` is no concept"));
    assert!(refused("ids = [\"pill\"]", "ids = [\"gout\"]").contains("`gout` is a condition"));
    assert!(refused("for = [\"gout\"]", "for = [\"herb\"]").contains("`herb` is a drug"));
    assert!(refused(", quote = \"at most 2 g a day\"", "").contains("no quote"));
    assert!(refused("quote = \"never\"", "quote = \" \"").contains("no quote"));
    assert!(refused("source = \"leaflet\", quote = \"never\"", "quote = \"never\"").contains("source"));
    assert!(
        refused("\"leaflet\", quote = \"never\"", "\"book\", quote = \"never\"").contains("`book` is no")
    );
    assert!(refused("in = \"cn\"", "in = \"us\"").contains("a caution of `pill` is told twice"));
    assert!(refused("is = \"prescription\"", "is = \"rx\"").contains("rx"));
    assert!(refused("amount = 2", "amount = 0").contains("above zero"));
    assert!(refused("unit = \"g\"", "unit = \"spoon\"").contains("`spoon`"));
    assert!(refused("route = \"oral\", amount", "route = \"mouth\", amount").contains("`mouth`"));
    assert!(refused("[\"nausea\", \"bleeding\"]", "[\"nausea\"]").contains("harms"));
    assert!(refused("weekly = {", "wekly = {").contains("wekly"));
    let twice = format!("{PILL}{PILL}");
    let error = load(&twice).unwrap_err();
    assert!(error.reason.contains("the status of `pill` is told twice"));
    assert_eq!(error.line, 5 + PILL.lines().count());
    assert!(load("[[drug]]\nids = [\"pill\"]\n").unwrap_err().reason.contains("no fact"));
    let unused = load(&PILL.replace("[[drug]]", "book = \"Unread\"\n[[drug]]")).unwrap_err();
    assert!(unused.reason.contains("`book`") && unused.line == 5, "{unused}");
}

#[test]
fn codes_days_and_uses_outside_the_label_are_read_and_their_faults_refused() {
    let (drugs, concepts) = (load(HERB).unwrap(), concepts());
    let herb = drugs.get("herb").unwrap();
    assert_eq!(herb.atc.as_ref().unwrap().codes, ["N02BE01"]);
    assert_eq!((herb.self_use[0].days, herb.self_use[0].reviewed.as_str()), (3.0, "2026-11-23"));
    assert_eq!(herb.max[0].unit, "mg/kg");
    // A kind of a labelled use that is told apart, and a use that is outside the label by one route.
    assert_eq!(herb.labelled_for("arthritis", &concepts), Some(true));
    assert_eq!(herb.labelled_for("gout", &concepts), Some(false));
    assert_eq!(herb.labelled_for("acne", &concepts), None);
    let by = |route: Option<&str>| herb.off_label("acne", route, &concepts).map(|p| (p.source, p.reviewed));
    assert_eq!(by(Some("oral")), Some(("The leaflet", "2026-11-23")));
    assert_eq!((by(Some("topical")), by(None)), (None, None));
    let refused = |from: &str, to: &str| {
        assert!(HERB.contains(from), "{from}");
        load(&HERB.replacen(from, to, 1)).unwrap_err().reason
    };
    assert!(refused("N02BE01", "N2BE01").contains("N2BE01"));
    assert!(refused("days = 3", "days = 0").contains("days"));
    assert!(refused("days = 3", "days = 900").contains("days"));
    assert!(refused("\"mg/kg\"", "\"mg/lb\"").contains("`mg/lb`"));
    assert!(refused("quote = \"three days\"", "quote = \"\"").contains("no quote"));
    assert!(refused(", quote = \"not for gout\"", "").contains("no quote"));
    assert!(refused("[\"acne\"], route = \"oral\"", "[\"acne\"], route = \"mouth\"").contains("`mouth`"));
    assert!(refused("for = [\"fever\"]", "for = [\"pill\"]").contains("`pill` is a drug"));
    assert!(refused("source = \"leaflet\" }\nlabels", "}\nlabels").contains("source"));
}

#[test]
fn the_built_in_packs_name_a_document_for_every_fact() {
    let knowledge = Knowledge::builtin().unwrap();
    assert!(BUILTIN.iter().filter(|(path, _)| path.starts_with("drugs/")).count() > 3);
    assert!(knowledge.drugs.iter().count() > 100);
    for (id, drug) in knowledge.drugs.iter() {
        let json = serde_json::to_value(drug).unwrap();
        let facts = json.as_object().unwrap().iter().filter(|(key, _)| *key != "unchecked");
        for fact in facts.flat_map(|(_, v)| v.as_array().cloned().unwrap_or_else(|| vec![v.clone()])) {
            let source = fact.get("source").and_then(|s| s.as_str()).unwrap_or_default();
            let reviewed = fact.get("reviewed").and_then(|r| r.as_str()).unwrap_or_default();
            assert!(fact.is_null() || source.len() > 10 && reviewed.len() == 10, "{id}: {fact}");
        }
    }
}

#[test]
fn the_built_in_packs_know_what_articles_get_wrong() {
    let Knowledge { drugs, concepts, .. } = Knowledge::builtin().unwrap();
    let drug = |id: &str| drugs.get(id).unwrap();
    let ciclosporin = drug("ciclosporin");
    assert_eq!(ciclosporin.is_prescription(), Some(true));
    assert_eq!(ciclosporin.risk.as_ref().unwrap().reason, RiskReason::Immunosuppressant);
    assert_eq!(ciclosporin.labelled_for("recurrent-miscarriage", concepts), Some(false));
    assert_eq!(ciclosporin.labelled_for("psoriasis", concepts), Some(true));
    assert_eq!(ciclosporin.labelled_for("antiphospholipid-syndrome", concepts), None);
    assert!(ciclosporin.caution(AtRisk::Pregnancy).is_some());
    assert_eq!(ciclosporin.labelled_for("live-birth-rate", concepts), None);
    let immunoglobulin = drug("intravenous-immunoglobulin");
    assert_eq!(immunoglobulin.labelled_for("recurrent-miscarriage", concepts), Some(false));
    assert_eq!(immunoglobulin.labelled_for("antiphospholipid-syndrome", concepts), Some(true));
    assert_eq!(drug("metformin").labelled_for("diabetes", concepts), None);
    assert_eq!(drug("metformin").labelled_for("polycystic-ovary-syndrome", concepts), Some(false));
    assert_eq!(drug("levothyroxine").labelled_for("obesity", concepts), Some(false));
    assert_eq!(drug("dydrogesterone").labelled_for("recurrent-miscarriage", concepts), Some(true));
    assert_eq!(drug("isotretinoin").caution(AtRisk::Pregnancy).unwrap().level, CautionLevel::Contraindicated);
    assert_eq!(drug("melatonin").is_prescription(), Some(false));
    let whole = drug("paracetamol").max.iter().filter(|l| !l.unit.ends_with("/kg"));
    let mut paracetamol: Vec<_> = whole.map(|l| (l.jurisdiction, l.amount, l.unit.as_str())).collect();
    paracetamol.sort_by_key(|l| l.0);
    let [cn, us, ca] = [Jurisdiction::Cn, Jurisdiction::Us, Jurisdiction::Ca];
    assert_eq!(paracetamol, [(cn, 2.0, "g"), (us, 4000.0, "mg"), (ca, 4000.0, "mg")]);
    assert!(drugs.iter().filter(|(_, d)| !d.max.is_empty()).count() >= 84);
    assert!(!drug("paracetamol").is_high_risk() && drug("methotrexate").is_weekly());
}
