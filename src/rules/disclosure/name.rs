//! Whether a name is that of somebody who answers for an article: a person by full name, an institution,
//! somebody of the profession; not a first name, a pen name, an account.

use crate::rules::Context;
use crate::text::is_han;

/// The rule whose phrases are names that name nobody.
const RULE: &str = "author-or-source-missing";

/// Letters of the shortest word that a name is put together of.
const SHORTEST_PART: usize = 4;

/// Most characters of a Chinese name of a person.
const LONGEST_PERSON: usize = 3;

/// Family names, by which 李晓燕 is told from 南瓜妈.
const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于余蒋蔡杜叶\
程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴\
莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍\
涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜\
冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀\
郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初\
門陳張劉楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉程蘇魏呂盧鍾譚陸范賈鄒閻賀顧龔邵萬錢嚴湯龍莊魯歐關蘭";

/// Family names of two characters.
const COMPOUND: [&str; 12] =
    ["欧阳", "司马", "上官", "诸葛", "皇甫", "慕容", "令狐", "夏侯", "尉迟", "司徒", "端木", "公孙"];

/// Whether words name a person or an institution, and not 小编, admin or a first name alone.
pub fn is_somebody(cx: &Context, value: &str) -> bool {
    let folded = crate::text::fold(value);
    let phrases = cx.knowledge.phrases.find(RULE, folded.as_str());
    let says = |is: &str| phrases.iter().any(|p| p.is == is);
    let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
    if letters < 2 || value.starts_with("http") && !value.contains('@') && letters < 8 {
        return false;
    }
    if says("institution") || says("credential") {
        return true;
    }
    // 健康小管家, WellnessFairy: what nobody is called.
    if says("pen") || says("nobody") || is_run_together(value) {
        return false;
    }
    let suffixed = phrases.iter().any(|p| p.is == "suffix" && p.end == folded.as_str().len()) && letters <= 4;
    if suffixed {
        return false;
    }
    if value.chars().any(is_han) { is_chinese_name(cx, value) } else { is_full_name(value) }
}

/// Whether one of the words is the name of a person, or long enough for that of a publisher; who sells
/// under the name of an account does not say who wrote.
fn is_chinese_name(cx: &Context, value: &str) -> bool {
    let parts = || value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    // What somebody does or likes stands in a nickname: 爱吃瓜的橙子.
    let nickname = |part: &str| part.contains('的') || part.starts_with(['小', '阿']);
    let publisher =
        |part: &str| part.chars().count() > LONGEST_PERSON && !nickname(part) && !cx.is_commercial();
    parts().any(|part| is_person(part) || publisher(part))
}

/// Whether Chinese characters are a family name and one or two of a given name.
fn is_person(part: &str) -> bool {
    let length = part.chars().count();
    let family = part.chars().next().is_some_and(|c| FAMILIES.contains(c));
    let doubled = length == 3 && part.chars().nth(1) == part.chars().next();
    let compound = COMPOUND.iter().any(|name| part.starts_with(name)) && (3..=4).contains(&length);
    let han = part.chars().all(is_han);
    han && (compound || family && !doubled && (2..=LONGEST_PERSON).contains(&length))
}

/// Whether words of letters are a first name and a family name: not Luna M., not healthnut77.
fn is_full_name(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let numbered = words.first().is_some_and(|w| w.chars().any(|c| c.is_ascii_digit()));
    words.len() >= 2 && !numbered && words.last().is_some_and(|w| letters(w) > 1)
}

/// Whether a word is put together of two with capital letters: VitalTeam, but not McKay.
fn is_run_together(value: &str) -> bool {
    let word = value.trim();
    let capitals = word.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let starts: Vec<usize> = capitals.collect();
    let apart = |w: &[usize]| w[1] - w[0] >= SHORTEST_PART;
    word.chars().all(|c| c.is_ascii_alphanumeric()) && starts.len() > 1 && starts.windows(2).all(apart)
}
