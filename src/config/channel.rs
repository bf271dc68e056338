//! Who is told of what a scan found, and how. Secrets are named here, and stand in the environment.

use crate::text::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a channel speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// JSON to an address, signed.
    Webhook,
    /// An incoming webhook of Slack.
    Slack,
    /// A bot of Feishu or Lark.
    Feishu,
    /// A bot of DingTalk.
    Dingtalk,
    /// A bot of WeCom.
    Wecom,
    /// E-mail by SMTP.
    Email,
}

/// Where news of a run goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Channel {
    /// Its name, by which the store knows it.
    pub name: String,
    /// What it speaks.
    pub kind: ChannelKind,
    /// The environment variable that holds its address: `https://…`, or `smtps://user:password@host` for e-mail.
    pub url_env: String,
    /// The environment variable that holds the secret that messages are signed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_env: Option<String>,
    /// Who an e-mail comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who an e-mail goes to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// The sources whose news it wants; all if none is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Language of its messages [default: Chinese].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui_lang: Option<Language>,
    /// Whether it also wants one digest of what changed only because rules or packs did.
    #[serde(default)]
    pub rule_changes: bool,
}
