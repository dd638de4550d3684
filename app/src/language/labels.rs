//! Names of the values of `domain`'s enumerations.

use domain::content::{Attendance, EventKind, MaterialKind, RoleKind, TopicFacet};
use domain::filter::Facet;
use domain::mail::{Aim, LetterKind, Placeholder, Purpose, Withdrawn};
use domain::registration::waiting::Standing;
use domain::registration::{BulkAct, Cause, Column, Decision, ListOrder, Profession, RegistrationState};
use domain::staff::{Notice, Role};
use domain::time::Phase;

use super::{Locale, locale};
use crate::td;

/// A value that people are shown by name.
pub trait Label: Copy {
    /// Its name in a language.
    fn label_in(self, locale: Locale) -> &'static str;

    /// Its name in the language of the page.
    fn label(self) -> &'static str {
        self.label_in(locale())
    }
}

/// Gives each value of an enumeration its key in a section.
macro_rules! labels {
    ($kind:ident in $section:ident { $($variant:ident => $key:ident),+ $(,)? }) => {
        impl Label for $kind {
            fn label_in(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => td!(locale, $section.$key)),+ }
            }
        }
    };
}

labels!(Phase in phase {
    Announced => announced,
    Open => open,
    Doors => doors,
    Live => live,
    Overrun => overrun,
    Ended => ended,
    OnDemand => on_demand,
    Postponed => postponed,
    Cancelled => cancelled,
});

labels!(RegistrationState in registration_state {
    Pending => pending,
    Joining => joining,
    Waiting => waiting,
    Offered => offered,
    Confirmed => confirmed,
    Expired => expired,
    Cancelled => cancelled,
    Attended => attended,
});

labels!(ListOrder in list_order {
    Newest => newest,
    Oldest => oldest,
    Name => name,
    State => state,
    WaitingList => waiting_list,
});

labels!(Column in list_column {
    Email => email,
    Organisation => organisation,
    Country => country,
    Profession => profession,
    State => state,
    Since => since,
    Tags => tags,
    Reference => reference,
});

labels!(Role in staff_role {
    Reviewer => reviewer,
    Moderator => moderator,
    Registrar => registrar,
    Editor => editor,
    Administrator => administrator,
});

labels!(Notice in security_notice {
    NewDevice => new_device,
    PasswordChanged => password_changed,
    SecondFactorChanged => second_factor_changed,
    RecoveryCodeUsed => recovery_code_used,
    RecoveryCodesRenewed => recovery_codes_renewed,
    PasskeyAdded => passkey_added,
    PasskeyRemoved => passkey_removed,
    AddressChanged => address_changed,
});

labels!(Standing in standing {
    Waiting => waiting,
    Offered => offered,
    Accepted => accepted,
    Expired => expired,
    Withdrawn => withdrawn,
});

labels!(Profession in profession {
    Oncologist => oncologist,
    Physician => physician,
    Nurse => nurse,
    AlliedHealth => allied_health,
    PatientOrganisation => patient_organisation,
    Researcher => researcher,
    Policy => policy,
    Industry => industry,
    Student => student,
    Other => other,
});

labels!(Purpose in mail_purpose { Reminders => reminders, Recordings => recordings, News => news });

labels!(LetterKind in letter_kind {
    ConfirmRegistration => confirm_registration,
    ConfirmWaiting => confirm_waiting,
    ConfirmSeries => confirm_series,
    AlreadyRegistered => already_registered,
    Confirmed => confirmed,
    Waiting => waiting,
    Offered => offered,
    OfferExpired => offer_expired,
    Cancelled => cancelled,
    CancelledByOrganiser => cancelled_by_organiser,
    Reminder => reminder,
    ReminderSoon => reminder_soon,
    Moved => moved,
    TakesPlace => takes_place,
    EventCancelled => event_cancelled,
    EventPostponed => event_postponed,
    RecordingAvailable => recording_available,
    SignIn => sign_in,
    PasskeyAdded => passkey_added,
    PasskeyRemoved => passkey_removed,
    SecurityNotice => security_notice,
    Invitation => invitation,
    PasswordReset => password_reset,
    NewAddress => new_address,
});

labels!(Placeholder in placeholder {
    Name => name,
    Event => event,
    When => when,
    Manage => manage,
    Programme => programme,
    Details => details,
    Confirm => confirm,
    Page => page,
    Stop => stop,
    Choose => choose,
    Code => code,
    Until => until,
    Venue => venue,
    Before => before,
    Standing => standing,
    Held => held,
    Waiting => waiting,
    Link => link,
    Notice => notice,
    Device => device,
    Safety => safety,
});

labels!(Aim in letter_aim { Event => event, News => news });

labels!(Withdrawn in withdrawn {
    TooLate => too_late,
    Deleted => deleted,
    Overtaken => overtaken,
    NotWanted => not_wanted,
});

labels!(Decision in decision {
    Confirm => confirm,
    Promote => promote,
    Cancel => cancel,
    Reinstate => reinstate,
});

labels!(BulkAct in bulk_act {
    Confirm => confirm,
    Promote => promote,
    Cancel => cancel,
    Tag => tag,
    Untag => untag,
});

labels!(Cause in cause {
    Registers => registers,
    JoinsList => joins_list,
    Confirms => confirms,
    FindsPlace => finds_place,
    Cancels => cancels,
    PlaceFreed => place_freed,
    OfferAccepted => offer_accepted,
    OfferDeclined => offer_declined,
    OfferExpired => offer_expired,
    Rejoins => rejoins,
    Unconfirmed => unconfirmed,
    LimitLifted => limit_lifted,
    EditorConfirms => editor_confirms,
    EditorPromotes => editor_promotes,
    EditorCancels => editor_cancels,
    EditorReinstates => editor_reinstates,
    CheckedIn => checked_in,
});

labels!(EventKind in event_kind { Conference => conference, Webinar => webinar });

labels!(Attendance in attendance { Online => online, OnSite => on_site, Mixed => mixed });

labels!(MaterialKind in material_kind {
    Recording => recording,
    Audio => audio,
    Slides => slides,
    Report => report,
    Captions => captions,
    Transcript => transcript,
    Link => link,
});

labels!(RoleKind in role {
    Chair => chair,
    Moderator => moderator,
    Speaker => speaker,
    Faculty => faculty,
    Panellist => panellist,
    Author => author,
});

labels!(TopicFacet in facet { Stage => stage, Modality => modality, Barrier => barrier, Outcome => outcome });

labels!(Facet in facet {
    Stage => stage,
    Modality => modality,
    Barrier => barrier,
    Outcome => outcome,
    Speaker => speaker,
    Track => track,
    Room => room,
    Kind => kind,
    Phase => phase,
    Language => language,
    Material => material,
});
