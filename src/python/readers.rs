//! Which types of pydantic read the values of a type of the schema.

use crate::python::expected::{Expected, Inner};
use crate::python::urls;
use crate::schema::types::ValueType;

/// The types of pydantic that may read such values, the narrowest first. None that asks
/// for more than a rule can say.
pub(crate) fn readers(of: &ValueType) -> impl Iterator<Item = (&'static str, ValueType)> {
    let names: &[&'static str] = match of {
        ValueType::Int { .. } | ValueType::Port { .. } => &["int"],
        ValueType::Float(_) => &["Decimal", "float"],
        ValueType::Bool => &["bool"],
        ValueType::Url { .. } => urls::NAMES,
        ValueType::Email { .. } => &["EmailStr"],
        ValueType::Ip { .. } => &["IPv4Address", "IPv6Address", "IPvAnyAddress"],
        ValueType::Path { .. } => &["FilePath", "DirectoryPath", "NewPath", "Path"],
        ValueType::Json { .. } => &["Json"],
        ValueType::Uuid { .. } => &[
            "UUID1", "UUID3", "UUID4", "UUID5", "UUID6", "UUID7", "UUID8", "UUID",
        ],
        ValueType::Date => &["date"],
        ValueType::DateTime => &["datetime"],
        ValueType::Time => &["time"],
        ValueType::Duration { .. } => &["timedelta"],
        ValueType::Bytes => &["ByteSize"],
        // Values of these are texts to Python.
        ValueType::String
        | ValueType::Enum { .. }
        | ValueType::Host
        | ValueType::List { .. }
        | ValueType::Hex { .. }
        | ValueType::Base64 { .. }
        | ValueType::Pem
        | ValueType::Jwt
        | ValueType::Semver => &[],
    };
    let known = |name: &&'static str| {
        let expected = Expected::named(name)?;
        let sayable = expected.inner == Inner::Nothing && !expected.strict;
        sayable.then_some((*name, expected.value_type))
    };
    names.iter().filter_map(known)
}
