//! The bounds of numbers.

use crate::schema::fields::keys::key;
use crate::schema::parse::parser::Parser;
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, start};
use crate::schema::types::{Float, ValueType};

impl Parser<'_> {
    pub(super) fn int(&mut self, fields: &Fields<'_>) -> ValueType {
        let [min, max] = [key::MIN, key::MAX].map(|field| {
            let node = fields.node(field)?;
            let number = tree::integer(node);
            if number.is_none() {
                let what = message!("`{}` must be an integer for type `int`", field.name);
                self.problems.error(start(node), "schema.kind", what, None);
            }
            number
        });
        self.check_bounds(min.is_some() && min > max.or(min), fields);
        ValueType::Int {
            min,
            max,
            multiple_of: self.multiple_of(fields),
        }
    }

    fn multiple_of(&mut self, fields: &Fields<'_>) -> Option<i128> {
        let number = tree::integer(fields.node(key::MULTIPLE_OF)?)?;
        if let (..1, Some(at)) = (number, fields.start(key::MULTIPLE_OF)) {
            let what = "`multiple_of` must be from 1";
            self.problems.error(at, "schema.bounds", what, None);
            return None;
        }
        Some(number)
    }

    pub(super) fn float(&mut self, fields: &Fields<'_>, decimal: bool) -> ValueType {
        let [min, max, above, below] = [key::MIN, key::MAX, key::ABOVE, key::BELOW].map(|field| {
            let node = fields.node(field)?;
            // A bound beyond 2^53 is off by less than a float can tell.
            #[expect(clippy::cast_precision_loss, reason = "the bound is of a float")]
            let number = tree::integer(node).map(|number| number as f64);
            let number = number.or(tree::float(node)).filter(|it| it.is_finite());
            if number.is_none() {
                let what = message!("`{}` must be a finite number", field.name);
                self.problems.error(start(node), "schema.kind", what, None);
            }
            number
        });
        let crossed = min.zip(max).is_some_and(|(min, max)| min > max);
        self.check_bounds(crossed, fields);
        let ends = above.or(min).zip(below.or(max));
        if let (Some((low, high)), Some(at)) =
            (ends, fields.start(key::ABOVE).or(fields.start(key::BELOW)))
            && low >= high
        {
            let what = "no number is between these bounds";
            self.problems.error(at, "schema.bounds", what, None);
        }
        ValueType::Float(Float {
            min,
            max,
            above,
            below,
            decimal,
        })
    }

    pub(super) fn port(&mut self, fields: &Fields<'_>) -> ValueType {
        let [min, max] = [(key::MIN, 1), (key::MAX, u16::MAX)].map(|(field, otherwise)| {
            let Some(node) = fields.node(field) else {
                return otherwise;
            };
            let number = tree::integer(node).and_then(|number| u16::try_from(number).ok());
            number.filter(|number| *number > 0).unwrap_or_else(|| {
                let what = message!("`{}` must be from 1 to 65535 for type `port`", field.name);
                self.problems
                    .error(start(node), "schema.bounds", what, None);
                otherwise
            })
        });
        self.check_bounds(min > max, fields);
        ValueType::Port { min, max }
    }

    fn check_bounds(&mut self, crossed: bool, fields: &Fields<'_>) {
        let at = fields.start(key::MIN).or(fields.start(key::MAX));
        if let (true, Some(at)) = (crossed, at) {
            let what = "`min` is greater than `max`";
            self.problems.error(at, "schema.bounds", what, None);
        }
    }
}
