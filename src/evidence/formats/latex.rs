//! What is left of LaTeX in a field: formulas and their commands, as plain characters.

/// Commands of formulas, and what they stand for.
const COMMANDS: [(&str, &str); 36] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Delta", "Δ"),
    ("Omega", "Ω"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("pm", "±"),
    ("times", "×"),
    ("cdot", "·"),
    ("approx", "≈"),
    ("sim", "~"),
    ("neq", "≠"),
    ("circ", "°"),
    ("infty", "∞"),
];

/// A text with its formulas as plain characters; a dollar that opens none stays.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        out.push_str(before);
        match behind.split_once('$') {
            Some((formula, behind)) if formula.contains(['\\', '^', '_', '=', '<', '>']) => {
                out.push_str(&commands(formula));
                rest = behind;
            }
            _ => {
                out.push('$');
                rest = behind;
            }
        }
    }
    out.push_str(&commands_outside(rest));
    out
}

/// Escaped signs outside of formulas.
fn commands_outside(text: &str) -> String {
    ["%", "&", "_", "#"].iter().fold(text.to_owned(), |text, sign| text.replace(&format!("\\{sign}"), sign))
}

fn commands(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(at) = rest.find(['\\', '{', '}', '^', '_']) {
        out.push_str(&rest[..at]);
        let command = rest[at..].strip_prefix('\\');
        rest = &rest[at + 1..];
        let Some(behind) = command else { continue };
        let name = behind.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        if let Some((_, sign)) = COMMANDS.iter().find(|(known, _)| *known == name) {
            out.push_str(sign);
        }
        rest = &behind[name.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn formulas_become_characters() {
        assert_eq!(
            plain("$\\beta$-carotene at $\\geq$5 $\\mu$g, CO$_{2}$, $P<0.05$"),
            "β-carotene at ≥5 μg, CO2, P<0.05"
        );
        assert_eq!(plain("it costs $5 and $6"), "it costs $5 and $6");
        assert_eq!(plain("50\\% \\& more"), "50% & more");
    }
}
