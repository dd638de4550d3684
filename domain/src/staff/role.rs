//! What somebody who works here may do.

use crate::content::names;

/// Roles. They are no ladder: who looks after people's registrations need not see the texts, and the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Looks at the programme before others do, until a day that an administrator says: accreditation reviewers. Changes
    /// nothing and sees nothing of people.
    Reviewer,
    /// Looks after what people ask and answer during an event.
    Moderator,
    /// Looks after registrations and the mail about them.
    Registrar,
    /// Looks after the programme: its events, people and texts.
    Editor,
    /// Looks after everything, other people's roles included.
    Administrator,
}

names!(Role {
    Reviewer => "reviewer",
    Moderator => "moderator",
    Registrar => "registrar",
    Editor => "editor",
    Administrator => "administrator",
});

impl Role {
    /// The roles whose work somebody of this role may do: one line for each.
    pub fn may_do(self) -> &'static [Self] {
        match self {
            Self::Reviewer => &[Self::Reviewer],
            Self::Moderator => &[Self::Moderator],
            Self::Registrar => &[Self::Moderator, Self::Registrar],
            Self::Editor => &[Self::Reviewer, Self::Moderator, Self::Editor],
            Self::Administrator => Self::ALL,
        }
    }

    /// Whether somebody of this role may do what `needed` may.
    pub fn covers(self, needed: Self) -> bool {
        self.may_do().contains(&needed)
    }
}

/// What somebody is told by mail because it may not have been them (OWASP ASVS 5.0, 6.3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// They signed in on a device that was not known.
    NewDevice,
    /// Their password is another.
    PasswordChanged,
    /// Their second factor is another.
    SecondFactorChanged,
    /// Somebody signed in with one of their recovery codes.
    RecoveryCodeUsed,
    /// They have new recovery codes.
    RecoveryCodesRenewed,
    /// A passkey of theirs was added.
    PasskeyAdded,
    /// A passkey of theirs was removed.
    PasskeyRemoved,
    /// Their address is another; told to the former one.
    AddressChanged,
}

names!(Notice {
    NewDevice => "new_device",
    PasswordChanged => "password_changed",
    SecondFactorChanged => "second_factor_changed",
    RecoveryCodeUsed => "recovery_code_used",
    RecoveryCodesRenewed => "recovery_codes_renewed",
    PasskeyAdded => "passkey_added",
    PasskeyRemoved => "passkey_removed",
    AddressChanged => "address_changed",
});

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn each_role_does_its_own_work_and_only_the_administrator_everybody_s() {
        for role in Role::ALL {
            assert!(role.covers(*role), "{role:?}");
            assert_eq!(role.covers(Role::Moderator), *role != Role::Reviewer, "{role:?}");
            assert!(Role::Administrator.covers(*role), "{role:?}");
            assert_eq!(role.covers(Role::Administrator), *role == Role::Administrator);
            assert_eq!(Role::from_name(role.name()), Some(*role));
        }
        assert!(!Role::Registrar.covers(Role::Editor) && !Role::Editor.covers(Role::Registrar));
        assert_eq!(Role::Reviewer.may_do(), [Role::Reviewer]);
        assert!(!Role::Registrar.covers(Role::Reviewer), "the working copy is none of theirs");
    }
}
