//! Traditional characters and what they are in simplified writing, one by one, for matching.

/// The characters that the table covers, and that UTF-8 writes in as many bytes each.
const FIRST: u32 = 0x4e00;
const LEN: usize = 0x5200;

/// For each character from [`FIRST`] on, its simplified form; 0 where that is itself.
static SIMPLIFIED: [u16; LEN] = table(include_bytes!("traditional.txt"));

/// The simplified form of a traditional character, in as many bytes; none for any other character.
pub fn simplified(c: char) -> Option<char> {
    let at = u32::from(c).wrapping_sub(FIRST) as usize;
    match SIMPLIFIED.get(at) {
        None | Some(0) => None,
        Some(&simple) => char::from_u32(u32::from(simple)),
    }
}

/// Reads the groups of a list: what each begins with is the simplified form of the rest of it.
const fn table(list: &[u8]) -> [u16; LEN] {
    let mut table = [0; LEN];
    let (mut at, mut simple) = (0, 0);
    while at < list.len() {
        match list[at] {
            b'#' => {
                while list[at] != b'\n' {
                    at += 1;
                }
            }
            b' ' | b'\n' => {
                simple = 0;
                at += 1;
            }
            lead => {
                let c = (lead as u32 & 0x0f) << 12
                    | (list[at + 1] as u32 & 0x3f) << 6
                    | (list[at + 2] as u32 & 0x3f);
                if simple == 0 {
                    simple = c as u16;
                } else {
                    table[(c - FIRST) as usize] = simple;
                }
                at += 3;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_is_simplified_twice() {
        let all = || (FIRST..FIRST + LEN as u32).filter_map(char::from_u32);
        assert!(all().filter_map(simplified).count() > 2500);
        for (c, simple) in all().filter_map(|c| Some((c, simplified(c)?))) {
            assert_eq!((simplified(simple), simple.len_utf8()), (None, c.len_utf8()), "{c} {simple}");
        }
    }

    #[test]
    fn what_simplified_text_has_too_stays() {
        let fold = |text: &str| text.chars().map(|c| simplified(c).unwrap_or(c)).collect::<String>();
        assert_eq!(fold("顯著、著名、覆蓋、黏膜、慰藉"), "显著、著名、覆盖、黏膜、慰藉");
        assert_eq!(
            fold("口乾、綜合徵、後頸、癥狀、麵條、頭髮、痠痛、戒菸"),
            "口干、综合征、后颈、症状、面条、头发、酸痛、戒烟"
        );
        assert_eq!(fold("研究显示，每日一次。"), "研究显示，每日一次。");
    }
}
