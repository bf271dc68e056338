//! Words of selling: what makes a text, or a part of it, an offer to the reader.

use super::words::words;

words! {
    /// What a commercial signal is.
    SignalKind {
        /// Tells the reader to buy or order.
        Buy,
        /// Gives a private way to be sold to: a messenger, a code to scan, a message to send.
        Contact,
        /// Tells the reader to book.
        Booking,
        /// A price of an offer.
        Price,
        /// A rebate, a gift, a limit in time or number.
        Offer,
        /// A code that makes it cheaper.
        Code,
        /// A shop.
        Shop,
        /// A link that pays who set it.
        Affiliate,
    }
}

/// What a phrase of `claims/commercial` says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CommercialWord {
    /// A signal by itself: 点击购买, use code.
    Signal(SignalKind),
    /// One only beside another signal in the article: 预约电话, only $.
    Weak(SignalKind),
    /// What the reader is told to do: 添加, tap.
    Act,
    /// By which way: 微信, link in bio. With an act before it in the clause a contact.
    Channel,
    /// Makes a contact with a private name behind it: 薇 in 薇:ab12345.
    Handle,
    /// What a price is for, a price with an amount of money before it: a month in £30 a month.
    Per,
    /// To buy: 下单, order. With an act before it in the clause a signal.
    Purchase,
    /// Says that the sentence tells of fraud, or of what others promise: 骗子, 号称, scam.
    Warned,
    /// Tells the reader not to: 切勿, do not.
    Forbidden,
    /// A public service, whose numbers and bookings are none: 120, 接种, NHS.
    Public,
    /// In the address of a link: a shop.
    ShopAddress,
    /// In the address of a link: that it pays who set it.
    AffiliateAddress,
    /// In the address of a shop: who sent the reader.
    AffiliateTag,
}

/// Families without a kind, by name.
const PLAIN: &[(&str, CommercialWord)] = &[
    ("act", CommercialWord::Act),
    ("channel", CommercialWord::Channel),
    ("handle", CommercialWord::Handle),
    ("per", CommercialWord::Per),
    ("purchase", CommercialWord::Purchase),
    ("warned", CommercialWord::Warned),
    ("forbidden", CommercialWord::Forbidden),
    ("public", CommercialWord::Public),
    ("shop_address", CommercialWord::ShopAddress),
    ("affiliate_address", CommercialWord::AffiliateAddress),
    ("affiliate_tag", CommercialWord::AffiliateTag),
];

impl CommercialWord {
    /// The word of a pack id: `signal.buy`, `weak.price`, `act`.
    pub fn parse_id(id: &str) -> Result<CommercialWord, String> {
        let (family, value) = id.split_once('.').unwrap_or((id, ""));
        let found = match family {
            "signal" => SignalKind::parse(value).map(CommercialWord::Signal),
            "weak" => SignalKind::parse(value).map(CommercialWord::Weak),
            _ => PLAIN.iter().find(|(name, _)| *name == family).map(|&(_, word)| word),
        };
        found.ok_or_else(|| {
            let kinds = SignalKind::ALL
                .iter()
                .flat_map(|k| ["signal", "weak"].map(|family| format!("{family}.{}", k.as_str())));
            PLAIN.iter().map(|(name, _)| (*name).to_owned()).chain(kinds).collect::<Vec<_>>().join(", ")
        })
    }
}
