//! One plain form for what people type, so that spelling habits do not matter.

/// How many characters of a message are looked at; nobody answers a question at greater length.
pub const MOST_CHARS: usize = 2_000;

/// The plain form of a text: small letters and digits, words separated by single blanks.
///
/// Umlauts and ß are written out, so that "für", "fuer" and "für" with a combining diaeresis are the same;
/// accents, apostrophes and invisible characters go, everything else that is no letter or digit separates words.
/// A letter typed three times or more counts once ("hallooo"). Only the first [`MOST_CHARS`] characters count.
#[must_use]
pub fn normalise(text: &str) -> String {
    plain(text, MOST_CHARS)
}

/// [`normalise`] with another limit: words of danger are looked for in longer texts, too.
pub(super) fn plain(text: &str, most_chars: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most_chars));
    for letter in text.chars().take(most_chars).flat_map(char::to_lowercase) {
        match letter {
            // After its letter a combining diaeresis makes an umlaut; after any other it is an accent.
            '\u{308}' if out.ends_with(['a', 'o', 'u']) => out.push('e'),
            _ if is_left_out(letter) => {}
            _ => match spelled(letter) {
                Some(letters) => out.push_str(letters),
                None if letter.is_alphanumeric() => out.push(letter),
                None if out.is_empty() || out.ends_with(' ') => {}
                None => out.push(' '),
            },
        }
    }
    out.truncate(out.trim_end().len());
    without_long_runs(&out)
}

/// Apostrophes, invisible characters, combining marks: they part no words.
const fn is_left_out(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | '´')
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}')
}

/// How a letter with a mark is written without one; `None` if it can stay as it is.
const fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' | 'ă' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ţ' | 'ț' | 'ť' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// A letter three times or more in a row is emphasis, not spelling.
fn without_long_runs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut run = 1;
        while letters.next_if_eq(&letter).is_some() {
            run += 1;
        }
        let times = if letter.is_alphabetic() && run > 2 { 1 } else { run };
        out.extend(std::iter::repeat_n(letter, times));
    }
    out
}

/// The form in which words are compared: plain, and with written-out umlauts cut to their vowel.
///
/// People on foreign keyboards leave the dots out ("Tur", "Koln"); in this form they have typed it right.
/// Applied once to both sides; twice is not the same as once.
pub(super) fn key(text: &str) -> String {
    cut(&normalise(text))
}

/// The second half of [`key`], for text that is plain already.
pub(super) fn cut(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut letters = plain.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if matches!(letter, 'a' | 'o' | 'u') {
            letters.next_if_eq(&'e');
        }
    }
    out
}

/// The words of a text in the form of a [`key`].
pub(super) fn words(text: &str) -> Vec<String> {
    split(&key(text))
}

/// The words of a text that is in its final form already.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What is left of a message that has no letter or digit ("?", "👍"), without blanks, variants and skin tones.
pub(super) fn symbols(text: &str) -> String {
    text.chars()
        .take(MOST_CHARS)
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'))
        .collect()
}

/// Whether one word can be the other with at most `most` slips (a letter wrong, missing, too many, or two swapped).
pub(super) fn is_slip(typed: &str, meant: &str, most: usize) -> bool {
    slips(typed, meant, most).is_some()
}

/// Whether one word is the other with two neighbouring letters swapped.
pub(super) fn is_swap(typed: &str, meant: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    is_slip(typed, meant, 1) && sorted(typed) == sorted(meant)
}

/// How many slips lie between two words, if at most `most`. Only for plain letters and words of sane length.
pub(super) fn slips(typed: &str, meant: &str, most: usize) -> Option<usize> {
    const LONGEST: usize = 64;
    if typed.len().abs_diff(meant.len()) > most || typed.len().max(meant.len()) > LONGEST {
        return None;
    }
    if !typed.is_ascii() || !meant.is_ascii() {
        return None;
    }
    if most == 1 {
        return one_slip(typed.as_bytes(), meant.as_bytes());
    }
    let distance = strsim::osa_distance(typed, meant);
    (distance <= most).then_some(distance)
}

/// The same for at most one slip: what lies between the common beginning and the common end tells. Most words are compared
/// with hundreds of others for nothing else.
fn one_slip(typed: &[u8], meant: &[u8]) -> Option<usize> {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let beginning = typed.iter().zip(meant).take_while(same).count();
    let (typed, meant) = (typed.get(beginning..)?, meant.get(beginning..)?);
    let end = typed.iter().rev().zip(meant.iter().rev()).take_while(same).count();
    let (typed, meant) = (typed.get(..typed.len() - end)?, meant.get(..meant.len() - end)?);
    match (typed, meant) {
        ([], []) => Some(0),
        ([_], [] | [_]) | ([], [_]) => Some(1),
        ([a, b], [c, d]) if (a, b) == (d, c) => Some(1),
        _ => None,
    }
}
