//! Mails as they arrive: sent by our worker, taken by a mail server that is not ours, read by a parser that is not ours.

mod letters;
mod post_office;
mod settings;
mod trouble;

use tokio::sync::watch;

use super::Site;
use crate::jobs::{MailOptions, Post, Way, send_mail};

impl Site {
    /// Sends what is due, as often as the pace of a domain asks for.
    async fn sends(&self, post: &Post) -> Way {
        let (_sender, stopping) = watch::channel(false);
        send_mail(&self.state, post, &stopping).await.expect("the store works")
    }
}

fn post(url: &str) -> Post {
    let (_, post) = MailOptions::to(url).open(false).expect("an address");
    post.expect("a way out")
}
