//! A site on which there is one of everything that an address can name, and whose it is.

use app::account::account_cookie;
use app::staff::staff_cookie;
use domain::account::PasskeyOwner;
use domain::content::{Id, Visibility};
use domain::media::address_name;
use domain::settings::Setting;
use domain::staff::Role;
use store::{NewMember, NewMemberSession};

use super::super::Site;
use super::super::authenticator::Authenticator;
use super::super::library::CAPTIONS;
use super::super::registration::form;
use super::super::series::ALL;
use super::super::sign_in::Browser;
use super::callers::Caller;

/// Two days before the first webinar: three are open for registration.
const BEFORE: &str = "2022-10-10T12:00:00+02:00";

/// The site, and who and what is there. Paths end with the token or identity that they are named for.
pub(super) struct World {
    pub(super) site: Site,
    /// Somebody who works here: whoever asks, or an administrator.
    pub(super) member: Browser,
    pub(super) member_passkey: Id,
    pub(super) member_device: Id,
    /// Somebody else who works here.
    pub(super) colleague: Id,
    pub(super) invitation: Id,
    /// Whoever takes part in the first webinar and is signed in.
    pub(super) ada: Browser,
    pub(super) ada_passkey: Id,
    pub(super) ada_device: Id,
    pub(super) registration: Id,
    /// `/registration/{token}` of hers, and what else can be done by a token.
    pub(super) manage: String,
    pub(super) letters: String,
    pub(super) feed: String,
    /// `/registration/confirm/{token}` of somebody who has not confirmed.
    pub(super) confirm: String,
    pub(super) series: String,
    pub(super) sign_in_link: String,
    /// The browser in which that was asked for.
    pub(super) dora: Browser,
    pub(super) invitation_link: String,
    pub(super) password_link: String,
    pub(super) address_link: String,
    /// A registrar's browser, and what they have begun.
    pub(super) registrar: Browser,
    pub(super) view: String,
    pub(super) run: String,
    pub(super) letter: String,
    /// For those who are registered: the page of a recording, its file and its captions.
    pub(super) recording: String,
    pub(super) file: String,
    pub(super) captions: String,
    pub(super) key: String,
    pub(super) upload: String,
    /// The key of a picture.
    pub(super) picture: String,
}

impl World {
    pub(super) async fn open(caller: Caller) -> Self {
        let site = Site::open_as(BEFORE, false, "https://site.test", |_| ()).await;
        let (colour, now) = (Some("#0b5f78,#6cc4dc".to_owned()), site.state.now());
        assert!(site.store.change_setting(Setting::Accent, colour, 0, "Ada".to_owned(), now).await.expect("written"));
        assert!(site.state.read_settings().await.expect("readable"));
        let admin = site.sign_in().await;
        let role = if let Caller::Member(role) = caller { role } else { Role::Administrator };
        let (recording, file, captions, key) = site.has_a_recording().await;
        let picture = site.ready("Ada.png", bytes::Bytes::from_static(b"\x89PNG\r\n\x1a\n")).await.key;
        let upload = site.begins(&admin, "Talk 2.mp4", 100).await;

        let mut ada = site.signed_in("ada%40example.org").await;
        site.adds(&mut ada, &mut Authenticator::new(1)).await;
        let manage = site.takes_part(1, "ada@example.org").await;
        let letters = site.letter_is_written().await;
        let registration = site.store.registrations_of("ada@example.org").await.expect("readable")[0].id;
        site.act(&mut ada, "/me/calendar-feed", "").await;
        let me = site.get_as("/me", &ada.cookies()).await.body;
        let feed = format!("/calendar/me/{}.ics", part(&me, "https://site.test/calendar/me/", ".ics"));
        site.register(&form(2, "bob@example.org")).await;
        let (confirm, _) = site.links().await;
        site.register_series(3, "carl@example.org", ALL).await;
        let (series, ..) = site.series_link().await;
        let mut dora = Browser::default();
        site.act(&mut dora, "/sign-in", "email=dora%40example.org").await;
        let (sign_in_link, _) = site.keys().await;

        let (registrar, list) = (site.sign_in_as(Role::Registrar).await, format!("/admin/registrations/{}", site.slug));
        let act = async |path: &str, sent: &str| {
            let answer = site.post_as(&format!("{list}{path}"), sent, &registrar, "same-origin").await;
            assert!(answer.status.is_redirection(), "{path}: {} {}", answer.status, answer.body);
            answer.header("location").to_owned()
        };
        act("/views", "name=Mine&back=state%3Dwaiting").await;
        let listed = site.get_as(&format!("{list}?state=waiting"), &registrar).await.body;
        let view = part(&listed, &format!("{list}/views/"), "/").to_owned();
        let run = act("/bulk", "act=tag&who=all&tags=vip").await;
        let letter = act("/letters", "who=all&back=").await;
        act(letter.trim_start_matches(&list), "aim=event&subject=Hello&text=Good+morning.").await;

        // Links to those who work here, each to another of them.
        let colleague = site.sign_in_as(Role::Moderator).await;
        let colleague = site.member_of(&colleague).await;
        let email = colleague.email.replace('@', "%40");
        site.post("/admin/password", &format!("email={email}")).await;
        let password_link = site.staff_link().await;
        site.post_as("/admin/staff/invite", "email=new%40staff.example&role=editor", &admin, "same-origin").await;
        let invitation_link = site.staff_link().await;
        let invitation = site.store.invitations(site.state.real_now()).await.expect("readable")[0].id;
        site.post_as("/admin/account/address", "email=other%40staff.example", &admin, "same-origin").await;
        let (_, address_link) = site.address_link().await;

        let mut member = Browser::having(&site.sign_in_as(role).await);
        site.keeps(&mut member, &mut Authenticator::new(2)).await;
        let (now, me) = (site.state.real_now(), site.member_of(&member.cookies()).await.id);
        let member_passkey = site.store.passkeys(PasskeyOwner::Member(me)).await.expect("readable")[0].id;
        let member_device = site.store.member_devices(me, now).await.expect("readable")[0].id;
        let token = ada.value(account_cookie(site.state.settings()));
        let account = site.store.account_session(&token, now).await.expect("readable").expect("a session");
        let ada_passkey = site.store.passkeys(PasskeyOwner::Account(account.account.id)).await.expect("readable")[0].id;
        Self {
            member,
            member_passkey,
            member_device,
            colleague: colleague.id,
            invitation,
            ada,
            ada_passkey,
            ada_device: account.id,
            registration,
            manage,
            letters,
            feed,
            confirm,
            series,
            sign_in_link,
            dora,
            invitation_link,
            password_link,
            address_link,
            registrar: Browser::having(&registrar),
            view,
            run,
            letter,
            recording,
            file,
            captions,
            key,
            upload,
            picture,
            site,
        }
    }
}

impl Site {
    /// A session of somebody who has proved nothing but a password; its cookie.
    pub(super) async fn half_signed_in(&self) -> String {
        let (token, now) = (app::server::random_token(), self.state.real_now());
        self.store.create_setup_token(&token, now).await.expect("written");
        let session = NewMemberSession {
            token: token.clone(),
            former: None,
            device: String::new(),
            device_token: app::server::random_token(),
            now,
            site_now: self.state.now(),
        };
        let member = NewMember {
            name: "Half".to_owned(),
            email: format!("{}@half.example", &token[..8]),
            password_hash: String::new(),
            totp_secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        };
        assert!(self.store.set_up_administrator(&token, member, session).await.expect("written"));
        format!("{}={token}", staff_cookie(self.state.settings()))
    }

    /// Who has a session.
    async fn member_of(&self, cookie: &str) -> store::StaffMember {
        let (_, token) = cookie.split_once('=').expect("a cookie");
        let token = token.split(';').next().unwrap_or_default();
        let session = self.store.member_session(token, self.state.real_now()).await.expect("readable");
        session.expect("a session").member
    }

    /// A recording of the first webinar for those who are registered, with captions: the paths of its page, its file and its
    /// captions, and the key of the file.
    async fn has_a_recording(&self) -> (String, String, String, String) {
        let file = self.ready("Talk 1.mp4", super::super::media::video(5_000)).await;
        let (editor, webinar) = (self.editor().await, self.webinar("webinar-1"));
        let person = self.state.published().content.people[0].name.replace(' ', "+");
        let session = format!(
            "_id={}&_event={webinar}&title=First&slug=&date=2022-10-12&day=2022-10-12&time=18:00&minutes=60&roles=&roles.person={person}&roles.kind=speaker",
            Id::from_u128(1)
        );
        let added = self.post_as("/admin/content/sessions", &session, &editor, "same-origin").await;
        assert!(added.status.is_redirection(), "{}", added.body);
        let mut content = domain::content::Content::clone(&*self.store.working_copy().await.expect("readable"));
        let material = &mut content.materials[0];
        material.media = Some(file.key.parse().expect("a key"));
        (material.visibility, material.event, material.minutes) = (Visibility::Registered, Some(webinar), Some(10));
        let recording = format!("/library/{}", material.slug);
        self.store.save_content(&content).await.expect("writable");
        self.store.release("Any", self.state.now()).await.expect("released");
        self.state.publish(self.store.newest_release().await.expect("readable").expect("a release"));
        let added = self.adds_captions(&file.key, "en", CAPTIONS, &editor).await;
        assert!(added.status.is_redirection(), "{}", added.body);
        let saved = self.saves_captions(&file.key, 1, CAPTIONS, "published", &editor).await;
        assert!(saved.status.is_redirection(), "{}", saved.body);
        let (path, captions) = (
            format!("/media/{}/{}", file.key, address_name(&file.name)),
            format!("/media/{}/captions/en.vtt", file.key),
        );
        (recording, path, captions, file.key)
    }
}

/// What stands between two marks.
fn part<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let found = page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(part, _)| part);
    found.unwrap_or_else(|| panic!("{before} is missing: {page}"))
}
