//! A message as lines that every channel writes in its own way, and how many of them fit.

use super::super::words::RunWords;
use super::message::Message;
use super::plain::{cut, link};
use crate::rules::Severity;
use crate::scan::news::{ArticleNews, FindingNews, Why};

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// What it is all about.
    Title,
    /// Something besides.
    Note,
    /// An article, with its link.
    Article,
    /// A piece of work.
    Card,
    /// A finding.
    Finding(Severity),
}

/// A line; its texts are those of articles, and not yet fit for any channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    pub(super) kind: Kind,
    /// What it begins with: the severity of a finding.
    pub(super) head: &'static str,
    pub(super) text: String,
    /// What it leads to, an address of the web.
    pub(super) link: Option<String>,
}

impl Line {
    fn new(kind: Kind, text: String) -> Line {
        Line { kind, head: "", text, link: None }
    }
}

/// Longest texts of a line, in characters.
const LONGEST: usize = 300;
const LONGEST_NAME: usize = 120;
/// Most troubles that are named.
const TROUBLES: usize = 5;

/// The lines of a message: its title, notes on the run, then the articles.
pub(super) fn lines(message: &Message) -> Vec<Line> {
    let words = RunWords::of(message.language);
    let news = &message.news;
    let mut lines = vec![Line::new(Kind::Title, title(message))];
    let mut notes = vec![words.pages(&news.pages)];
    if news.findings.fixed.total() > 0 {
        notes.push(format!("{} {}", words.fixed(), words.counts(news.findings.fixed)));
    }
    lines.push(Line::new(Kind::Note, notes.join(" · ")));
    if let Some(changes) = message.digest {
        let told = words.rule_changes(changes.articles, changes.new, changes.fixed);
        lines.push(Line::new(Kind::Note, told));
    }
    for trouble in news.troubles.iter().take(TROUBLES) {
        let told = format!("{} ({})", cut(&trouble.source, LONGEST_NAME), cut(&trouble.error, LONGEST_NAME));
        lines.push(Line::new(Kind::Note, words.as_text(words.troubles()) + &told));
    }
    news.articles.iter().for_each(|a| article(a, &words, &mut lines));
    lines
}

/// What a message is all about, in a few words.
pub(super) fn title(message: &Message) -> String {
    RunWords::of(message.language).headline(message.findings(), message.news.articles.len())
}

fn article(article: &ArticleNews, words: &RunWords, lines: &mut Vec<Line>) {
    let name = article.title.as_deref().filter(|t| !t.trim().is_empty()).unwrap_or(&article.address);
    let mut head = Line::new(Kind::Article, cut(name, LONGEST_NAME));
    head.link = link(&article.address);
    lines.push(head);
    let owner = article.owner.as_deref().map(|owner| cut(owner, LONGEST_NAME));
    let about =
        [Some(cut(&article.source, LONGEST_NAME)), owner, Some(words.turn(article.before, article.now))];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    lines.push(Line::new(Kind::Note, about.join(" · ")));
    for card in &article.cards {
        let title = words.piece_of_work(card.card, card.findings.len(), card.severity);
        lines.push(Line::new(Kind::Card, title));
        lines.extend(card.findings.iter().map(|f| finding(f, words)));
    }
}

fn finding(finding: &FindingNews, words: &RunWords) -> Line {
    let again = if finding.again { words.again() } else { "" };
    let asides: Vec<&str> =
        [words.because_of(finding.why), again].into_iter().filter(|a| !a.is_empty()).collect();
    let asides = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join(", ")) };
    let mut text = format!("{}{asides}: {}", finding.rule, cut(&finding.message, LONGEST));
    if let Some(source) = finding.evidence.as_ref().filter(|_| finding.why == Why::Evidence) {
        text.push_str(&format!(" [{}] {}", source.reference, cut(&source.title, LONGEST_NAME)));
    }
    text.push_str(&format!(" → {}", cut(&words.help_line(&finding.help), LONGEST)));
    Line { head: words.severity(finding.severity), ..Line::new(Kind::Finding(finding.severity), text) }
}

/// As many written lines as `limit` holds, by their sizes; what is left out is counted in the last.
pub(super) fn fit<T>(
    message: &Message,
    limit: usize,
    write: impl Fn(&Line) -> T,
    size: impl Fn(&T) -> usize,
) -> Vec<T> {
    let lines = lines(message);
    let words = RunWords::of(message.language);
    let told = |lines: &[Line]| lines.iter().filter(|l| matches!(l.kind, Kind::Finding(_))).count();
    let all = told(&lines);
    let rest = |left: usize| write(&Line::new(Kind::Note, words.left_out(left)));
    let mut room = limit.saturating_sub(size(&rest(all)));
    let mut fitting = 0;
    let mut written = Vec::new();
    for line in &lines {
        let piece = write(line);
        let Some(left) = room.checked_sub(size(&piece)) else { break };
        (room, fitting) = (left, fitting + 1);
        written.push(piece);
    }
    if fitting < lines.len() {
        // An article or a card without a finding says nothing.
        let first = lines.iter().position(|l| l.kind == Kind::Article).unwrap_or(lines.len());
        while fitting > first && !matches!(lines[fitting - 1].kind, Kind::Finding(_)) {
            fitting -= 1;
        }
        written.truncate(fitting);
        written.push(rest(all - told(&lines[..fitting])));
    }
    written
}
