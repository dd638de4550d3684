//! Recordings that another site keeps: which sites' players may stand in a page, once somebody asks for it. Until then nothing
//! is asked of them (their players set identifiers and learn who watches what).

use url::Url;

/// A site whose player may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// YouTube, by the host that sets no cookies before play.
    YouTube,
    /// Vimeo, asked not to track.
    Vimeo,
    /// A PeerTube site that the operator allows, by its host.
    PeerTube(String),
}

/// A recording that another site keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// Who keeps it.
    pub keeper: Keeper,
    /// Address of the player, made of what the recording's address says and nothing else of it.
    pub player: Url,
}

impl External {
    /// Name of the site, as people know it.
    pub fn name(&self) -> &str {
        match &self.keeper {
            Keeper::YouTube => "YouTube",
            Keeper::Vimeo => "Vimeo",
            Keeper::PeerTube(host) => host,
        }
    }

    /// What a page that shows the player has to let frames come from (CSP `frame-src`).
    pub fn origin(&self) -> String {
        self.player.origin().ascii_serialization()
    }

    /// The recording at an address, if its site's player may be shown; `peertube` are the hosts the operator allows.
    pub fn of(address: &str, peertube: &[String]) -> Option<Self> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        if url.port().is_some() || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let host = url.host_str()?.to_ascii_lowercase();
        let path: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
        match host.trim_start_matches("www.").trim_start_matches("m.") {
            "youtube.com" | "youtube-nocookie.com" => youtube(&url, &path),
            "youtu.be" => in_youtube(path.first()?, &url),
            "vimeo.com" | "player.vimeo.com" => vimeo(&url, &path),
            _ if peertube.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host)) => in_peertube(&host, &path),
            _ => None,
        }
    }
}

fn youtube(url: &Url, path: &[&str]) -> Option<External> {
    match path {
        ["watch"] => in_youtube(&parameter(url, "v")?, url),
        ["live" | "embed" | "shorts", id] => in_youtube(id, url),
        _ => None,
    }
}

fn in_youtube(id: &str, url: &Url) -> Option<External> {
    if id.len() != 11 || !id.bytes().all(is_of_a_mark) {
        return None;
    }
    let mut player = Url::parse("https://www.youtube-nocookie.com/embed/").ok()?.join(id).ok()?;
    player.query_pairs_mut().append_pair("rel", "0");
    let start = parameter(url, "t").or_else(|| parameter(url, "start"));
    if let Some(start) = start.and_then(|start| start.trim_end_matches('s').parse::<u32>().ok()) {
        player.query_pairs_mut().append_pair("start", &start.to_string());
    }
    Some(External { keeper: Keeper::YouTube, player })
}

/// `vimeo.com/123` and, of what is not listed, `vimeo.com/123/hash`.
fn vimeo(url: &Url, path: &[&str]) -> Option<External> {
    let (id, hash) = match path {
        ["video", id] | [id] => (*id, parameter(url, "h")),
        [id, hash] => (*id, Some((*hash).to_owned())),
        _ => return None,
    };
    if id.is_empty() || id.len() > 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut player = Url::parse("https://player.vimeo.com/video/").ok()?.join(id).ok()?;
    player.query_pairs_mut().append_pair("dnt", "1");
    if let Some(hash) = hash.filter(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        player.query_pairs_mut().append_pair("h", &hash);
    }
    Some(External { keeper: Keeper::Vimeo, player })
}

fn in_peertube(host: &str, path: &[&str]) -> Option<External> {
    let (["w", id] | ["videos", "watch" | "embed", id]) = path else { return None };
    if id.is_empty() || id.len() > 64 || !id.bytes().all(is_of_a_mark) {
        return None;
    }
    let mut player = Url::parse(&format!("https://{host}/videos/embed/{id}")).ok()?;
    // Without the exchange of parts among viewers, which tells each the addresses of the others.
    player.query_pairs_mut().append_pair("p2p", "0");
    Some(External { keeper: Keeper::PeerTube(host.to_owned()), player })
}

/// What marks of recordings are made of.
fn is_of_a_mark(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::External;

    fn player(address: &str) -> Option<String> {
        External::of(address, &["video.example.org".to_owned()]).map(|found| found.player.to_string())
    }

    #[test]
    fn the_ways_in_which_people_copy_an_address_lead_to_one_player() {
        let youtube = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0";
        for address in [
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "http://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&list=x",
            "https://youtu.be/dQw4w9WgXcQ?si=tracking",
            "https://www.youtube.com/live/dQw4w9WgXcQ",
        ] {
            assert_eq!(player(address).as_deref(), Some(youtube), "{address}");
        }
        assert_eq!(player("https://youtu.be/dQw4w9WgXcQ?t=75s"), Some(format!("{youtube}&start=75")));
        assert_eq!(player("https://vimeo.com/123456"), Some("https://player.vimeo.com/video/123456?dnt=1".to_owned()));
        let unlisted = Some("https://player.vimeo.com/video/123456?dnt=1&h=0a1b".to_owned());
        assert_eq!(player("https://vimeo.com/123456/0a1b"), unlisted);
        assert_eq!(player("https://player.vimeo.com/video/123456?h=0a1b"), unlisted);
        let peertube = Some("https://video.example.org/videos/embed/aB3?p2p=0".to_owned());
        assert_eq!(player("https://video.example.org/w/aB3"), peertube);
        assert_eq!(player("https://video.example.org/videos/watch/aB3"), peertube);
    }

    #[test]
    fn what_only_looks_like_one_of_them_is_none() {
        for address in [
            "https://www.youtube.com/",
            "https://www.youtube.com/watch?v=short",
            "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
            "https://youtube.com@example.org/watch?v=dQw4w9WgXcQ",
            "https://user@youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtube.com:8443/watch?v=dQw4w9WgXcQ",
            "javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ",
            "https://other.example.org/w/aB3",
            "https://vimeo.com/channels/staffpicks",
            "not an address",
        ] {
            assert_eq!(player(address), None, "{address}");
        }
    }

    proptest! {
        /// Whatever is written, a frame comes from one of three hosts.
        #[test]
        fn nothing_leads_anywhere_else(address in "(https://)?(www\\.)?(youtube\\.com|youtu\\.be|vimeo\\.com|video\\.example\\.org|x\\.org)[/?&=a-zA-Z0-9@:._-]{0,40}") {
            if let Some(player) = player(&address) {
                let known = ["https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/", "https://video.example.org/videos/embed/"];
                prop_assert!(known.iter().any(|known| player.starts_with(known)), "{} gave {}", address, player);
            }
        }
    }
}
