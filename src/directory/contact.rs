//! What a contact detail looks like, where it should stand and where it should not.

/// A row of digits as long as this in a text is taken for a phone number.
const DIGITS_OF_A_NUMBER: usize = 6;

/// The digits alone, by which two ways of writing a number are the same.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A German number with its trunk prefix, an international one, or a short one such as 110 and 116 006.
pub(super) fn is_phone(number: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/');
    let plain = number.strip_prefix('+').unwrap_or(number);
    let digits = digits(number);
    let long = number.starts_with(['0', '+']) && (7..=15).contains(&digits.len());
    let short = digits.starts_with('1') && (3..=6).contains(&digits.len());
    plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.ends_with(|c: char| c.is_ascii_digit())
        && plain.chars().all(allowed)
        && (long || short)
}

/// Somebody at a host.
pub(super) fn is_email(address: &str) -> bool {
    address.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && is_host(host) && !address.chars().any(char::is_whitespace)
    })
}

/// An encrypted page.
pub(super) fn is_url(address: &str) -> bool {
    address.strip_prefix("https://").is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        is_host(host) && !rest.chars().any(char::is_whitespace)
    })
}

fn is_host(host: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    host.contains('.') && host.chars().all(allowed) && host.split('.').all(|label| !label.is_empty())
}

/// Whether a text holds an address or what looks like a phone number.
pub(super) fn holds_contact(text: &str) -> bool {
    if text.contains("://") || text.contains("www.") || text.contains('@') {
        return true;
    }
    let mut row = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => row += 1,
            ' ' | '-' | '/' | '(' | ')' | '\u{a0}' => {}
            _ => row = 0,
        }
        if row >= DIGITS_OF_A_NUMBER {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_can_be_dialled_from_anywhere_in_germany() {
        for number in ["110", "116 006", "0800 300 99 44", "0711 5401-3003", "+49 228 123456"] {
            assert!(is_phone(number), "{number}");
        }
        for number in ["", "11", "0228", "0228 99 a", "(0228) 123456", "228 123456", "0800 1110111 Mo-Fr"] {
            assert!(!is_phone(number), "{number}");
        }
    }
}
