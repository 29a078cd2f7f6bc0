//! Numbers as text: floats as PostgreSQL prints them, decimals compared and added without loss.

use std::cmp::Ordering;
use std::str::FromStr;

use rust_decimal::Decimal;

/// Digits with which every float reads back as itself.
const LONGEST_FLOAT: usize = 17;
/// Places after the point that an average keeps.
const AVERAGE_PLACES: usize = 10;
/// Places after the point that a decimal can have, and with them the unit of a sum's fraction.
const PLACES: u32 = 28;
const UNIT: i128 = 10_i128.pow(PLACES);

/// The float in the shortest text that reads back as the same float, in the form that PostgreSQL
/// gives it: in fixed notation from 1e-4 up to 1e15, with an exponent of at least two digits beyond.
/// <https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT>
pub(super) fn format_float(value: f64) -> String {
    let scientific = shortest(value);
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent @ -4..15) => fixed(digits, exponent),
        Ok(exponent) if exponent < 0 => format!("{digits}e-{:02}", -exponent),
        Ok(exponent) => format!("{digits}e+{exponent:02}"),
        Err(_) => value.to_string(),
    }
}

/// `1.25e-7`. Rust and PostgreSQL agree but for two cases. Of two texts that are equally near
/// PostgreSQL takes the even one, Rust the greater; and PostgreSQL does not take a text that stands
/// exactly between two floats, though it reads back as the even one. The exact rounding to a given
/// number of digits, in which both agree, decides.
fn shortest(value: f64) -> String {
    let text = format!("{value:e}");
    let count = text.bytes().take_while(|letter| *letter != b'e').filter(u8::is_ascii_digit).count();
    let is_between = is_between_floats(value, &text);
    if count < 16 && !is_between {
        return text;
    }
    // No longer than need be: next to a power of two a text of this length may be right although it
    // is not the nearest.
    let places = if is_between { count - 1..LONGEST_FLOAT } else { count - 1..count };
    let rounded = places.map(|places| format!("{value:.places$e}"));
    let mut exact = rounded.filter(|text| text.parse() == Ok(value) && !is_between_floats(value, text));
    exact.next().unwrap_or(text)
}

/// Whether the decimal stands exactly between the float and its neighbour. Such a decimal is a whole
/// number, as the middle of smaller floats has more digits than the float itself needs.
fn is_between_floats(value: f64, text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once('e') else { return false };
    let exponent = exponent.parse::<i32>().unwrap_or_default();
    let digits = digits.trim_start_matches('-').replace('.', "");
    let zeros = u32::try_from(exponent + 1 - i32::try_from(digits.len()).unwrap_or_default());
    let (Ok(zeros), Ok(number)) = (zeros, digits.parse::<u128>()) else { return false };
    // The float is mantissa * 2^power; the decimal is number * 5^zeros * 2^zeros. Odd factors and
    // powers of two are compared apart, or the numbers would not fit.
    let bits = value.to_bits();
    let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    let power = i64::try_from(bits >> 52 & 0x7ff).unwrap_or_default() - 1075;
    let product = 5_u128.checked_pow(zeros).and_then(|fives| number.checked_mul(fives));
    let Some(product) = product.filter(|product| *product > 0) else { return false };
    let twos = product.trailing_zeros();
    let (odd, twos) = (product >> twos, i64::from(twos) + i64::from(zeros));
    // Below a power of two the floats are twice as dense.
    let below =
        if mantissa == 1 << 52 { (4 * mantissa - 1, power - 2) } else { (2 * mantissa - 1, power - 1) };
    [(2 * mantissa + 1, power - 1), below].contains(&(odd, twos))
}

/// The digits `-1.25` and the exponent -2 give `-0.0125`.
fn fixed(digits: &str, exponent: i32) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let digits = digits.replace('.', "");
    match usize::try_from(exponent) {
        Err(_) => format!("{sign}0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
        Ok(exponent) if exponent + 1 >= digits.len() => {
            format!("{sign}{digits}{}", "0".repeat(exponent + 1 - digits.len()))
        }
        Ok(exponent) => {
            let (whole, fraction) = digits.split_at(exponent + 1);
            format!("{sign}{whole}.{fraction}")
        }
    }
}

/// Compares two decimals by their texts, such as `-12.5` and `3`. The empty text is the smallest.
pub fn compare_decimals(left: &str, right: &str) -> Ordering {
    let (left_negative, left) = split_sign(left);
    let (right_negative, right) = split_sign(right);
    match (left_negative, right_negative) {
        (false, false) => compare_magnitudes(left, right),
        (true, true) => compare_magnitudes(right, left),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        // There is one zero.
        Some(rest) => (rest.bytes().any(|digit| (b'1'..=b'9').contains(&digit)), rest),
        None => (false, text),
    }
}

fn compare_magnitudes(left: &str, right: &str) -> Ordering {
    let (left_whole, left_fraction) = left.split_once('.').unwrap_or((left, ""));
    let (right_whole, right_fraction) = right.split_once('.').unwrap_or((right, ""));
    let (left_whole, right_whole) = (left_whole.trim_start_matches('0'), right_whole.trim_start_matches('0'));
    left_whole
        .len()
        .cmp(&right_whole.len())
        .then_with(|| left_whole.cmp(right_whole))
        .then_with(|| left_fraction.trim_end_matches('0').cmp(right_fraction.trim_end_matches('0')))
}

/// A sum of decimals that loses nothing: whole parts and fractions are added apart, each with room
/// for 2^31 of the greatest values.
#[derive(Debug, Default, Clone)]
pub(super) struct DecimalSum {
    whole: i128,
    fraction: i128,
    count: u64,
}

impl DecimalSum {
    /// Adds the decimal of that text; nothing when it is none.
    pub(super) fn add(&mut self, text: &str) -> Option<()> {
        let value = Decimal::from_str(text).ok()?;
        let unit = 10_i128.pow(value.scale());
        self.whole += value.mantissa() / unit;
        self.fraction += value.mantissa() % unit * 10_i128.pow(PLACES - value.scale());
        self.count += 1;
        Some(())
    }

    /// The sum without trailing zeros; none when nothing was added.
    pub(super) fn total(&self) -> Option<String> {
        let (negative, whole, fraction) = self.parts();
        (self.count > 0).then(|| join(negative, whole, &format!("{fraction:028}")))
    }

    /// The sum over the count, rounded half away from zero to ten places, without trailing zeros.
    pub(super) fn average(&self) -> Option<String> {
        let (negative, whole, fraction) = self.parts();
        let count = u128::from(self.count);
        let mut rest = whole.checked_rem(count)?;
        let mut quotient = whole / count;
        // Long division, one digit of the fraction after the other: the product of a remainder and
        // the unit would not fit.
        let digits = format!("{fraction:028}");
        let digits = digits.bytes().map(|digit| {
            let dividend = rest * 10 + u128::from(digit - b'0');
            rest = dividend % count;
            dividend / count
        });
        let digits = digits.take(AVERAGE_PLACES + 1).collect::<Vec<_>>();
        let (last, kept) = digits.split_last()?;
        let kept = kept.iter().fold(0, |number, digit| number * 10 + digit);
        let mut places = kept + u128::from(*last >= 5);
        if places == 10_u128.pow(AVERAGE_PLACES as u32) {
            quotient += 1;
            places = 0;
        }
        Some(join(negative, quotient, &format!("{places:010}")))
    }

    /// Sign, whole part and fraction of the sum's magnitude.
    fn parts(&self) -> (bool, u128, u128) {
        let whole = self.whole + self.fraction.div_euclid(UNIT);
        let fraction = self.fraction.rem_euclid(UNIT);
        match (whole < 0, fraction) {
            (false, _) => (false, whole.unsigned_abs(), fraction.unsigned_abs()),
            (true, 0) => (true, whole.unsigned_abs(), 0),
            (true, _) => (true, whole.unsigned_abs() - 1, (UNIT - fraction).unsigned_abs()),
        }
    }
}

fn join(negative: bool, whole: u128, places: &str) -> String {
    let places = places.trim_end_matches('0');
    let sign = if negative && (whole > 0 || !places.is_empty()) { "-" } else { "" };
    let point = if places.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{places}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_look_as_in_postgresql() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (0.1, "0.1"),
            (-1.5, "-1.5"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.25e-7, "1.25e-07"),
            (123456789012345.0, "123456789012345"),
            (999999999999999.0, "999999999999999"),
            (1e15, "1e+15"),
            (1.2345678901234568e17, "1.2345678901234568e+17"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (0.1 + 0.2, "0.30000000000000004"),
            (-0.0125, "-0.0125"),
            (2f64.powi(-25), "2.9802322387695312e-08"),
            (2f64.powi(49) + 0.25, "562949953421312.2"),
            (27917245100323008.0, "2.7917245100323008e+16"),
        ];
        for (value, expected) in cases {
            assert_eq!(format_float(value), expected);
        }
    }

    #[test]
    fn decimals_compare_as_numbers() {
        let ordered = ["-10", "-9.99", "-0.5", "0", "0.05", "0.5", "2", "10", "10.01", "100"];
        for (index, left) in ordered.iter().enumerate() {
            for (other, right) in ordered.iter().enumerate() {
                assert_eq!(compare_decimals(left, right), index.cmp(&other), "{left} {right}");
            }
        }
        assert_eq!(compare_decimals("1.50", "1.5"), Ordering::Equal);
        assert_eq!(compare_decimals("-0", "0.0"), Ordering::Equal);
        assert_eq!(compare_decimals("007", "7"), Ordering::Equal);
    }

    fn sum(texts: &[&str]) -> DecimalSum {
        let mut sum = DecimalSum::default();
        for text in texts {
            sum.add(text).unwrap();
        }
        sum
    }

    #[test]
    fn sums_lose_nothing() {
        let check = |texts: &[&str], expected: &str| assert_eq!(sum(texts).total().unwrap(), expected);
        check(&["1.10", "2.20"], "3.3");
        check(&["-0.5", "0.25"], "-0.25");
        check(&["-1.5", "1.5"], "0");
        check(&["79228162514264337593543950335", "0.0000000001"], "79228162514264337593543950335.0000000001");
        check(&["-3", "0.0000000000000000000000000001"], "-2.9999999999999999999999999999");
        assert_eq!(sum(&[]).total(), None);
    }

    #[test]
    fn averages_round_half_away_from_zero() {
        let check = |texts: &[&str], expected: &str| assert_eq!(sum(texts).average().unwrap(), expected);
        check(&["1", "2"], "1.5");
        check(&["1", "1", "0"], "0.6666666667");
        check(&["-1", "-1", "0"], "-0.6666666667");
        check(&["0.0000000001", "0"], "0.0000000001");
        check(&["-0.0000000001", "0"], "-0.0000000001");
        check(&["0.99999999995", "0.99999999995"], "1");
        assert_eq!(sum(&[]).average(), None);
    }
}
