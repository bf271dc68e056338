//! What kind of source an entry is, where that is none that was reviewed by peers.

use super::words::words;

words! {
    /// A kind of source that is weak evidence for what a treatment does.
    SourceKind {
        /// A manuscript before review: medRxiv, 预印本.
        Preprint,
        /// An encyclopedia: 百度百科, Wikipedia.
        Encyclopedia,
        /// A page of questions and answers, or a forum: 知乎, Quora.
        Forum,
        /// A blog.
        Blog,
        /// An account on a platform: 公众号, Facebook.
        SocialMedia,
        /// A video: 抖音, YouTube.
        Video,
        /// A shop, or a page that sells a product.
        Shop,
        /// A press release: 新闻稿, EurekAlert.
        PressRelease,
        /// A newspaper or a news site.
        News,
        /// An abstract of a meeting.
        ConferenceAbstract,
        /// A thesis.
        Thesis,
        /// A public body, which speaks for itself wherever it speaks.
        Official,
    }
}

impl SourceKind {
    /// The kind of a pack id, `news` or `news.en`.
    pub fn parse_id(id: &str) -> Result<SourceKind, String> {
        let family = id.split('.').next().unwrap_or(id);
        let known = || SourceKind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(", ");
        SourceKind::parse(family).ok_or_else(known)
    }

    /// Whether anybody may write there, or whoever sells.
    pub fn is_lay(self) -> bool {
        use SourceKind::{Blog, Encyclopedia, Forum, Shop, SocialMedia, Video};
        matches!(self, Encyclopedia | Forum | Blog | SocialMedia | Video | Shop)
    }
}
