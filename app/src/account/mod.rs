//! Accounts of those who attend: signing in by mail or passkey, one's own page, one's devices. Pages are plain forms; only
//! what asks an authenticator needs a script; what they mean is decided in `domain::account`.

mod archive;
mod data_page;
mod devices_page;
mod me_page;
mod passkeys_page;
mod session;
mod sign_in;
mod sign_in_page;
mod watched;

pub use archive::archive;
pub use data_page::{DataPage, ErasedPage, MyData, events_for_erasure};
pub(crate) use devices_page::device_card;
pub use devices_page::{DeviceRow, Devices, DevicesPage, gather_devices};
pub use me_page::{Me, MePage, gather_me};
pub use passkeys_page::{Passkeys, PasskeysPage, gather_passkeys};
pub(crate) use session::cookie;
pub use session::{
    PASSKEYS, account_cookie, account_token, again_cookie, browser_cookie, browser_token, first_page, passkey_cookie,
    passkey_token, session_of,
};
pub use sign_in::{ask_to_sign_in, gather_link, gather_sent};
pub use sign_in_page::{LinkPage, Proof, SentPage, SignInPage};
pub use watched::{Watching, gather_watching};
