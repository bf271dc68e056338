//! Names that a matcher can bear: what is left out of a table, and what gets a mark.

/// Longest name, in characters: no article writes a longer one.
const LONGEST: usize = 100;

/// Longest abbreviation that is only meant in capitals.
const LONGEST_ABBREVIATION: usize = 4;

/// A name as a pack writes it, or why it is none.
pub fn usable(name: &str) -> Result<String, &'static str> {
    let body = bare(name);
    if !body.chars().any(char::is_alphanumeric) {
        return Err("has no letter");
    }
    if body.chars().nth(1).is_none() {
        return Err("is one character, which stands in other words too");
    }
    if body.chars().nth(LONGEST).is_some() || body.contains('\n') {
        return Err("is longer than any article would write");
    }
    let all = |is: fn(&u8) -> bool| body.bytes().all(|b| is(&b));
    let capitals = all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if all(u8::is_ascii_digit) {
        return Err("is a number");
    }
    if body.len() <= LONGEST_ABBREVIATION && capitals && body.len() == name.len() {
        return Ok(format!("={name}"));
    }
    Ok(name.to_owned())
}

/// A name without the marks that say how it matches.
pub fn bare(name: &str) -> &str {
    let name = name.strip_suffix('*').unwrap_or(name);
    name.strip_prefix('=').unwrap_or(name)
}

/// The id of a thing that is called so.
pub fn id_of(name: &str) -> String {
    let mut id = String::new();
    for c in bare(name).to_lowercase().chars() {
        match c {
            _ if c.is_alphanumeric() => id.push(c),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_misfire_are_left_out_or_marked() {
        assert_eq!(usable("AIDS").unwrap(), "=AIDS");
        assert_eq!(usable("=OR").unwrap(), "=OR");
        assert_eq!(usable("ASPIRIN").unwrap(), "ASPIRIN");
        assert_eq!(usable("鼻炎").unwrap(), "鼻炎");
        for name in ["盐", "=x", "*", "--", "2024"] {
            assert!(usable(name).is_err(), "{name}");
        }
        assert!(usable(&"x".repeat(101)).is_err());
        assert_eq!(id_of("Carcinoma, Non-Small-Cell (Lung)"), "carcinoma-non-small-cell-lung");
        assert_eq!(id_of("头孢克洛"), "头孢克洛");
    }
}
