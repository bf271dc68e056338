//! Numerals as articles write them: 1,200 · 1.5万 · 三百 · 两 · 半 · 1/2 · ½ · 百分之三十 · thirty.

/// A numeral and where it ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Number {
    /// Its value; 百分之三十 and 30% are both 30, the unit is the caller's.
    pub value: f64,
    /// Length of the numeral in bytes.
    pub len: usize,
    /// Whether it was written in digits.
    pub digits: bool,
}

/// The longest numeral at the start of a folded text.
pub fn parse_number(text: &str) -> Option<Number> {
    arabic(text).or_else(|| han(text)).or_else(|| english(text))
}

fn arabic(text: &str) -> Option<Number> {
    let (mut value, mut len) = decimal(text).or_else(|| vulgar(text))?;
    if let Some((part, l)) = vulgar(&text[len..]) {
        value += part;
        len += l;
    }
    if let Some((below, l)) = text[len..].strip_prefix('/').and_then(decimal)
        && value < below
        && below <= 10.0
        && value.fract() == 0.0
        && !text[len + 1 + l..].starts_with(['/', '-'])
    {
        value /= below;
        len += 1 + l;
    }
    for (sign, times) in [('万', 1e4), ('亿', 1e8), ('千', 1e3), ('百', 1e2)] {
        if text[len..].starts_with(sign)
            && !text[len..].starts_with("千克")
            && !text[len..].starts_with("百分")
        {
            return Some(Number { value: value * times, len: len + sign.len_utf8(), digits: true });
        }
    }
    Some(Number { value, len, digits: true })
}

/// Digits with thousands separators and one decimal point.
fn decimal(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) {
        end += 1;
    }
    if end == 0 {
        return None;
    }
    while end <= 3 + 4 * (end / 4)
        && bytes.get(end) == Some(&b',')
        && (1..=3).all(|i| digit(end + i))
        && !digit(end + 4)
    {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    text[..end].replace(',', "").parse().ok().map(|v| (v, end))
}

fn vulgar(text: &str) -> Option<(f64, usize)> {
    let c = text.chars().next()?;
    let value = match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        _ => return None,
    };
    Some((value, c.len_utf8()))
}

fn han_digit(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn han_unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' => 100.0,
        '千' => 1000.0,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

/// Chinese numerals up to 亿, with 半, 点 and 分之.
fn han(text: &str) -> Option<Number> {
    let number = |value, len| Some(Number { value, len, digits: false });
    if text.starts_with('半') {
        return number(0.5, '半'.len_utf8());
    }
    if let Some(rest) = text.strip_prefix("百分之") {
        return arabic(rest)
            .or_else(|| han_integer(rest).and_then(|_| han(rest)))
            .and_then(|n| number(n.value, n.len + "百分之".len()));
    }
    let whole = han_integer(text)?;
    let rest = &text[whole.len..];
    if let Some(part) = rest.strip_prefix("分之").and_then(han_integer)
        && whole.value > 0.0
    {
        return number(part.value / whole.value, whole.len + "分之".len() + part.len);
    }
    if let Some(tail) = rest.strip_prefix('点') {
        let digits: String =
            tail.chars().map_while(|c| han_digit(c).map(|d| char::from(b'0' + d as u8))).collect();
        let len: usize = tail.chars().take(digits.len()).map(char::len_utf8).sum();
        if let Ok(part) = format!("0.{digits}").parse::<f64>()
            && len > 0
        {
            return number(whole.value + part, whole.len + '点'.len_utf8() + len);
        }
    }
    number(whole.value, whole.len)
}

fn han_integer(text: &str) -> Option<Number> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, None::<f64>);
    let (mut len, mut plain) = (0, String::new());
    for c in text.chars() {
        if let Some(d) = han_digit(c) {
            digit = Some(d);
            plain.push(char::from(b'0' + d as u8));
        } else if let Some(unit) = han_unit(c) {
            if text[len..].starts_with("百分之") || text[len..].starts_with("千克") {
                break;
            }
            plain.clear();
            if unit >= 1e4 {
                let below = section + digit.take().unwrap_or(0.0);
                total = (total + if below == 0.0 { 1.0 } else { below }) * unit;
                section = 0.0;
            } else {
                section += digit.take().unwrap_or(1.0) * unit;
            }
        } else {
            break;
        }
        len += c.len_utf8();
    }
    if len == 0 {
        return None;
    }
    let value = match plain.parse() {
        Ok(listed) if plain.len() > 1 && total + section == 0.0 => listed,
        _ => total + section + digit.unwrap_or(0.0),
    };
    Some(Number { value, len, digits: false })
}

const WORDS: &[(&str, f64)] = &[
    ("half", 0.5),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
];

fn english(text: &str) -> Option<Number> {
    let (value, len) = below_hundred(text)?;
    let number = |value, len| Some(Number { value, len, digits: false });
    for (word, times) in [(" hundred", 100.0), (" thousand", 1000.0), (" million", 1e6)] {
        let rest = &text[len..];
        if (1.0..100.0).contains(&value)
            && rest.get(..word.len()).is_some_and(|r| r.eq_ignore_ascii_case(word))
        {
            let rest = &rest[word.len()..];
            let below = rest.strip_prefix(" and ").or(rest.strip_prefix(' ')).unwrap_or_default();
            let more = below_hundred(below).filter(|(v, _)| times == 100.0 && (1.0..100.0).contains(v));
            let (more, l) = more.map_or((0.0, 0), |(v, l)| (v, rest.len() - below.len() + l));
            return number(value * times + more, len + word.len() + l);
        }
    }
    number(value, len)
}

fn below_hundred(text: &str) -> Option<(f64, usize)> {
    let (value, len) = english_word(text)?;
    let unit = text[len..].strip_prefix(['-', ' ']).and_then(english_word);
    match unit.filter(|(unit, _)| (20.0..100.0).contains(&value) && (1.0..10.0).contains(unit)) {
        Some((unit, l)) => Some((value + unit, len + 1 + l)),
        None => Some((value, len)),
    }
}

/// A word for a number, also in twofold.
fn english_word(text: &str) -> Option<(f64, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..len].strip_suffix("fold").unwrap_or(&text[..len]);
    WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|&(_, v)| (v, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numerals_of_both_languages() {
        let cases: &[(&str, f64, &str)] = &[
            ("1,200人", 1200.0, "1,200"),
            ("12,345,678", 12345678.0, "12,345,678"),
            ("1,20", 1.0, "1"),
            ("1.5万人", 15000.0, "1.5万"),
            ("0.01um", 0.01, "0.01"),
            ("1/2片", 0.5, "1/2"),
            ("1½ tablets", 1.5, "1½"),
            ("50/100mg", 50.0, "50"),
            ("三百五十人", 350.0, "三百五十"),
            ("十万", 100000.0, "十万"),
            ("十二天", 12.0, "十二"),
            ("两次", 2.0, "两"),
            ("二零二二年", 2022.0, "二零二二"),
            ("半片", 0.5, "半"),
            ("百分之三十", 30.0, "百分之三十"),
            ("三分之一", 1.0 / 3.0, "三分之一"),
            ("三点五", 3.5, "三点五"),
            ("twenty-four hours", 24.0, "twenty-four"),
            ("Two hundred", 200.0, "Two hundred"),
            ("six hundred and ninety-two women", 692.0, "six hundred and ninety-two"),
            ("twofold", 2.0, "two"),
            ("2千克", 2.0, "2"),
            ("两千克", 2.0, "两"),
        ];
        for &(text, value, surface) in cases {
            let n = parse_number(text).unwrap_or_else(|| panic!("{text}"));
            assert!((n.value - value).abs() < 1e-9, "{text}: {}", n.value);
            assert_eq!(&text[..n.len], surface);
        }
        assert_eq!(parse_number("mg"), None);
    }

    proptest::proptest! {
        #[test]
        fn never_reads_past_a_character(text in "[0-9,./½一二十百千万亿点分之半a-z ]{0,20}") {
            if let Some(n) = parse_number(&text) {
                proptest::prop_assert!(n.len > 0 && text.is_char_boundary(n.len) && n.value.is_finite());
            }
        }
    }
}
