//! What somebody who works here may do.

use crate::content::names;

/// Roles, from the one that may do least. Each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks after what people ask and answer during an event.
    Moderator,
    /// Looks after events and their registrations.
    Editor,
    /// Looks after everything, other people's roles included.
    Administrator,
}

names!(Role {
    Moderator => "moderator",
    Editor => "editor",
    Administrator => "administrator",
});

impl Role {
    /// Whether somebody of this role may do what `needed` may.
    pub fn covers(self, needed: Self) -> bool {
        self >= needed
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
    fn each_role_may_do_what_lesser_ones_may_and_no_more() {
        for (at, role) in Role::ALL.iter().enumerate() {
            for (other_at, other) in Role::ALL.iter().enumerate() {
                assert_eq!(role.covers(*other), at >= other_at, "{role:?} {other:?}");
            }
            assert_eq!(Role::from_name(role.name()), Some(*role));
        }
    }
}
