//! The ways in which a value is written, and their names in reports.

/// Defines [`Encoding`]: a variant with the name that reports show.
macro_rules! encodings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// How a form is made from its value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Encoding {
            $($(#[$doc])* $variant,)*
        }

        impl Encoding {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name of the encoding in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

encodings! {
    Raw = "raw",
    /// Without the white space around the value.
    Trimmed = "trimmed",
    /// One line of several.
    Line = "line",
    /// With other line breaks: CR LF, as a terminal prints them, or LF.
    LineBreaks = "line-breaks",
    /// With every run of white space as one space, as `echo $KEY` prints it.
    Collapsed = "collapsed",
    /// Base64 in the standard alphabet, also inside a longer text and broken into
    /// lines.
    Base64 = "base64",
    /// Base64 in the alphabet for URLs and file names.
    Base64Url = "base64url",
    Hex = "hex",
    Url = "url",
    /// Escaped as in a JSON string.
    Json = "json",
    /// Escaped as in HTML or XML.
    Html = "html",
    /// Quoted for a shell.
    Shell = "shell",
    /// As Python's `repr` shows it.
    Python = "python",
    /// The password in a URL, or the token in its place.
    UrlPassword = "url-password",
    /// A string in a JSON text.
    JsonField = "json-field",
    /// The value after the name of a secret, in a connection string, a header or a query.
    ConnectionPassword = "connection-password",
    /// The random part of a URL's path or query.
    UrlPath = "url-path",
    /// An item of a list, or what follows the colon in `user:password`.
    ListItem = "list-item",
    /// The text that the value stands for in base64 or hexadecimal digits.
    Decoded = "decoded",
    /// All lines joined.
    Joined = "joined",
    /// With its quotes, `$` or `%` doubled, as in SQL, CSV, YAML and Compose.
    Doubled = "doubled-quotes",
    /// As Java writes a properties file.
    Properties = "properties",
    /// Quoted-printable, as in mail.
    QuotedPrintable = "quoted-printable",
    /// Every byte or character as a number: `\x74`, `\u0074`, `116, 101`.
    Escaped = "escaped",
    /// As zsh writes its history.
    Zsh = "zsh",
    /// UTF-16, the low byte first.
    Utf16Le = "utf-16le",
    /// UTF-16, the high byte first.
    Utf16Be = "utf-16be",
    /// Hexadecimal columns of a dump.
    Dump = "dump",
    /// Broken up by line breaks, quotes, white space or `+`.
    Split = "split",
}

impl Encoding {
    /// Whether a form is the value, or a part of it, as it is written.
    pub(crate) fn is_written(self) -> bool {
        matches!(
            self,
            Self::Raw
                | Self::Joined
                | Self::UrlPassword
                | Self::UrlPath
                | Self::JsonField
                | Self::ConnectionPassword
                | Self::ListItem
                | Self::Decoded
        )
    }
}
