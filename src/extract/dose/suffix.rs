//! Denominators and other tails of an amount.

use super::amount::{Amount, Class, form_at};
use super::token::{Lex, Token};
use crate::knowledge::{Basis, Dimension, DoseWord, Period};

/// Denominators and the like behind an amount: /kg, 每公斤体重, /日, per dose, /5 mL, ×20片.
pub fn suffixes<'k>(mut out: Amount<'k>, tokens: &[Token<'k>], mut i: usize) -> (Amount<'k>, usize) {
    while let Some(next) = suffix(&mut out, tokens, i) {
        i = next;
        out.end = tokens[i - 1].end;
    }
    (out, i)
}

fn suffix<'k>(out: &mut Amount<'k>, tokens: &[Token<'k>], i: usize) -> Option<usize> {
    let token = tokens.get(i)?;
    if token.is(DoseWord::Body) && (out.per_kg || out.per_area) {
        return Some(i + 1);
    }
    let times = matches!(token.lex, Lex::Mark('*') | Lex::Word(DoseWord::For));
    if times && tokens.get(i + 1)?.number().is_some() && form_at(tokens, i + 2) && !out.is_counted() {
        out.class = Class::Strength;
        return Some(i + 3);
    }
    let slash = token.is_mark('/');
    if !slash && !token.is(DoseWord::Per) && !token.is(DoseWord::Each) {
        return None;
    }
    let target = tokens.get(i + 1)?;
    match target.lex {
        Lex::Mark('(') => {
            let per_kg = tokens.get(i + 2)?.unit().is_some_and(|u| u.dimension == Dimension::Weight);
            let day = tokens.get(i + 4)?.is(DoseWord::Period(Period::D));
            if !(per_kg && day && tokens.get(i + 5)?.is_mark(')')) {
                return None;
            }
            (out.per_kg, out.basis) = (true, Some(Basis::PerDay));
            Some(i + 6)
        }
        Lex::Unit(unit) => {
            match unit.dimension {
                Dimension::Weight => out.per_kg = true,
                Dimension::Area => out.per_area = true,
                Dimension::Volume if !out.is_counted() => {
                    (out.class, out.volume) = (Class::Concentration, Some(unit));
                }
                Dimension::Form | Dimension::Package if !out.is_counted() => out.class = Class::Strength,
                _ if slash => out.class = Class::Rate,
                _ => return None,
            }
            Some(i + 2)
        }
        Lex::Word(DoseWord::Period(Period::D)) if slash || token.is(DoseWord::Per) => {
            out.basis = Some(Basis::PerDay);
            Some(i + 2)
        }
        Lex::Word(DoseWord::Period(Period::H)) if slash => {
            out.class = Class::Rate;
            Some(i + 2)
        }
        Lex::Word(DoseWord::Times | DoseWord::PerDose | DoseWord::Dosing) if out.basis.is_none() => {
            out.basis = Some(Basis::PerDose);
            Some(i + 2)
        }
        Lex::Number(value, _) if slash => match tokens.get(i + 2).map(|t| t.lex) {
            Some(Lex::Word(DoseWord::Period(Period::H))) if value == 24.0 => {
                out.basis = Some(Basis::PerDay);
                Some(i + 3)
            }
            Some(Lex::Unit(unit)) if unit.dimension == Dimension::Volume => {
                (out.class, out.volume) = (Class::Concentration, Some(unit));
                Some(i + 3)
            }
            Some(Lex::Unit(unit)) if unit.is_counted() => {
                out.class = Class::Strength;
                Some(i + 3)
            }
            _ => None,
        },
        Lex::Other if slash && target.end - target.start <= 4 => {
            out.class = Class::Rate;
            Some(i + 2)
        }
        _ => None,
    }
}
