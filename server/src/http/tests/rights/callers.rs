//! Who asks, and what the table says they may.

use app::account::account_cookie;
use app::capability::Capability;
use app::staff::staff_cookie;
use domain::staff::Role;

use super::world::World;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// A browser without any cookie.
    Nobody,
    /// A browser whose cookies are real, but each in the place of another.
    Swapped,
    /// Whoever is signed in for registrations.
    Attendee,
    /// Somebody who works here and has proved nothing but a password.
    Half,
    /// Somebody of that role.
    Member(Role),
}

impl Caller {
    /// Whether the table lets them in.
    pub(super) fn may(self, capability: Capability) -> bool {
        match capability {
            Capability::Public | Capability::Registrant => true,
            Capability::Account => self == Self::Attendee,
            Capability::SigningIn => matches!(self, Self::Half | Self::Member(_)),
            Capability::Member => matches!(self, Self::Member(_)),
            Capability::Staff(needed) => matches!(self, Self::Member(role) if role.covers(needed)),
        }
    }
}

/// A browser that asks, and goes on asking after an act that has signed it out.
pub(super) struct Asking {
    caller: Caller,
    cookie: String,
    begun: u32,
}

impl Asking {
    pub(super) async fn begin(world: &World, caller: Caller) -> Self {
        let cookie = match caller {
            Caller::Nobody => String::new(),
            Caller::Swapped => swapped(world),
            Caller::Attendee => world.ada.cookies(),
            Caller::Half => world.site.half_signed_in().await,
            Caller::Member(_) => world.member.cookies(),
        };
        Self { caller, cookie, begun: 0 }
    }

    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Signs in anew where the last act has ended the session.
    pub(super) async fn goes_on(&mut self, world: &World) {
        let (site, now) = (&world.site, world.site.state.real_now());
        let token = |name: &str| {
            let pairs = self.cookie.split("; ").filter_map(|pair| pair.split_once('='));
            pairs.clone().find(|(known, _)| *known == name).map(|(_, token)| token.to_owned()).unwrap_or_default()
        };
        match self.caller {
            Caller::Nobody | Caller::Swapped => {}
            Caller::Attendee => {
                let token = token(account_cookie(site.state.settings()));
                if site.store.account_session(&token, now).await.expect("readable").is_none() {
                    self.begun += 1;
                    self.cookie = site.signed_in(&format!("again{}%40example.org", self.begun)).await.cookies();
                }
            }
            Caller::Half | Caller::Member(_) => {
                let token = token(staff_cookie(site.state.settings()));
                if site.store.member_session(&token, now).await.expect("readable").is_none() {
                    self.cookie = match self.caller {
                        Caller::Member(role) => site.sign_in_as(role).await,
                        _ => site.half_signed_in().await,
                    };
                }
            }
        }
    }
}

/// The session of an attendee in the place of one of those who work here, and the other way round.
fn swapped(world: &World) -> String {
    let settings = world.site.state.settings();
    let (staff, account) = (staff_cookie(settings), account_cookie(settings));
    format!("{staff}={}; {account}={}", world.ada.value(account), world.member.value(staff))
}
