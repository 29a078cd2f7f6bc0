//! What may be true: sets of the truth values of SQL's logic. Read [`Truths`] first.

use super::Verdict;

/// The truth values that a condition may have, as far as is known. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Truths(u8);

const YES: u8 = 1;
const NO: u8 = 2;
const NEITHER: u8 = 4;

impl Truths {
    pub(super) const TRUE: Self = Self(YES);
    pub(super) const FALSE: Self = Self(NO);
    /// Neither true nor false, because of a null.
    pub(super) const NULL: Self = Self(NEITHER);
    /// Of what is never null.
    pub(super) const EITHER: Self = Self(YES | NO);
    /// Nothing is known.
    pub(super) const ANY: Self = Self(YES | NO | NEITHER);

    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }

    pub(super) fn may_be_true(self) -> bool {
        self.0 & YES != 0
    }

    /// Whether it may be false, or neither true nor false.
    pub(super) fn may_fail(self) -> bool {
        self.0 & (NO | NEITHER) != 0
    }

    /// Whether it is true, where a null is as good as false.
    pub(super) fn as_sure(self) -> Self {
        let fails = if self.may_fail() { NO } else { 0 };
        Self(self.0 & YES | fails)
    }

    /// What it may be when it is the one or the other.
    pub(super) fn or_else(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn not(self) -> Self {
        Self((self.0 & YES) << 1 | (self.0 & NO) >> 1 | self.0 & NEITHER)
    }

    pub(super) fn and(self, other: Self) -> Self {
        let both = self.0 & other.0;
        let known = (both & YES) | ((self.0 | other.0) & NO);
        // A null remains beside a null or what is true.
        let is_null = |one: u8, other: u8| one & NEITHER != 0 && other & (YES | NEITHER) != 0;
        let null = if is_null(self.0, other.0) || is_null(other.0, self.0) { NEITHER } else { 0 };
        Self(known | null)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// Whether a record passes.
    pub(super) fn verdict(self) -> Verdict {
        match (self.may_be_true(), self.may_fail()) {
            (true, false) => Verdict::Yes,
            (true, true) => Verdict::Unknown,
            (false, _) => Verdict::No,
        }
    }
}

impl From<Verdict> for Truths {
    /// Of a condition that is never null.
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Yes => Self::TRUE,
            Verdict::No => Self::FALSE,
            Verdict::Unknown => Self::EITHER,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SINGLE: [(Truths, Option<bool>); 3] =
        [(Truths::TRUE, Some(true)), (Truths::FALSE, Some(false)), (Truths::NULL, None)];

    fn all() -> impl Iterator<Item = Truths> {
        (1..8).map(Truths)
    }

    fn members(of: Truths) -> impl Iterator<Item = Option<bool>> {
        SINGLE.into_iter().filter(move |(single, _)| of.0 & single.0 != 0).map(|(_, value)| value)
    }

    fn set(values: impl Iterator<Item = Option<bool>>) -> Truths {
        let bits = values.map(|value| SINGLE.iter().find(|(_, known)| *known == value).unwrap().0.0);
        Truths(bits.fold(0, |all, bit| all | bit))
    }

    #[test]
    fn sets_are_joined_as_sql_joins_their_members() {
        let and = |left: Option<bool>, right: Option<bool>| match (left, right) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        for left in all() {
            assert_eq!(left.not(), set(members(left).map(|value| value.map(|value| !value))));
            for right in all() {
                let pairs = || members(left).flat_map(|left| members(right).map(move |right| (left, right)));
                assert_eq!(left.and(right), set(pairs().map(|(left, right)| and(left, right))));
                let or = |left: Option<bool>, right: Option<bool>| {
                    and(left.map(|value| !value), right.map(|value| !value)).map(|value| !value)
                };
                assert_eq!(left.or(right), set(pairs().map(|(left, right)| or(left, right))));
            }
        }
    }

    #[test]
    fn only_what_is_surely_true_passes_surely() {
        assert_eq!(Truths::TRUE.verdict(), Verdict::Yes);
        assert_eq!(Truths::FALSE.or_else(Truths::NULL).verdict(), Verdict::No);
        assert_eq!(Truths::TRUE.or_else(Truths::NULL).verdict(), Verdict::Unknown);
        assert_eq!(Truths::ANY.verdict(), Verdict::Unknown);
    }
}
