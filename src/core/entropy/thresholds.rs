//! How many bits a value needs, by purpose. All thresholds are in this file,
//! the highest first, so that two with the same meaning cannot differ.

/// From here on, a value has a plain fingerprint: 64 bits, which nobody searches
/// through soon, and some of the 32 that the fingerprint itself gives away.
pub(crate) const FINGERPRINT_BITS: u32 = 80;

/// From here on, a text is not made of words: a URL's user is a token, and white space
/// inside a leak splits it.
pub(crate) const NO_WORDS_BITS: u32 = 64;

/// From here on, a default in code may be a secret: a name with a version or a
/// region in it has fewer.
pub(crate) const CODE_BITS: u32 = 60;

/// From here on, a text is the tail of a provider's token although its length is
/// not the known one: words and numbers in a row have [`TELLING_BITS`] at most.
pub(crate) const OTHER_LENGTH_BITS: u32 = TELLING_BITS + 1;

/// From here on, a text does not occur by chance: a match elsewhere is a copy.
pub(crate) const TELLING_BITS: u32 = 40;

/// From here on, the password of a URL may be real. People choose it, and in a
/// URL nothing else can stand there.
pub(crate) const PASSWORD_BITS: u32 = 36;

/// From here on, a value is searched for: it is known to be a secret, so only words and
/// numbers of everyday text are left out. Three words have fewer, eight random letters more.
pub(crate) const SEARCHED_BITS: u32 = 36;

/// From here on, a text that fits a provider's form may be real. The shorter
/// random ones are estimated at little more.
pub(crate) const TOKEN_BITS: u32 = 24;

/// From here on, a text of a provider's form and its known length is live: only
/// a repeated character has fewer bits.
pub(crate) const WHOLE_TOKEN_BITS: u32 = 20;
