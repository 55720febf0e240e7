//! The tokens of code, packages and builds, and of secret managers.

use crate::schema::formats::form::Piece::{Run, Text};
use crate::schema::formats::form::Row;
use crate::schema::formats::table::spelling::{
    ALNUM, BASE64, DASH, DOT, HEX, LOWER, NO_LIMIT, UPPER, URL64, UUID, WORD, live, other, row,
    run, vague,
};

pub(super) const ROWS: &[Row] = &[
    // Code, packages and builds.
    row(
        "github",
        &[
            live(&["ghp_", "gho_", "ghu_"], &[run(ALNUM, 36)]),
            live(&["ghr_"], &[Run(ALNUM, 36, 76)]),
            // Since April 2026 these may be `ghs_APPID_JWT`.
            live(&["ghs_"], &[Run("A-Za-z0-9._-", 36, NO_LIMIT)]),
            live(&["github_pat_"], &[run(WORD, 82)]),
            // Until April 2021; clients of OAuth have such secrets still.
            vague(&[run(HEX, 40)]),
            vague(&[Text("v1."), run(HEX, 40)]),
        ],
    ),
    row(
        "gitlab",
        &[
            live(
                &[
                    "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glagent-", "glsoat-",
                    "gloas-", "glft-", "glimt-",
                ],
                &[Run(URL64, 20, 80)],
            ),
            live(
                &["glpat-", "glrt-"],
                &[Run(URL64, 27, 300), DOT, run(LOWER, 9)],
            ),
            vague(&[run(URL64, 20)]),
        ],
    ),
    row("npm", &[live(&["npm_"], &[run(ALNUM, 36)]), vague(&UUID)]),
    row(
        "pypi",
        &[
            live(&["pypi-AgEIcHlwaS5vcmc"], &[Run(URL64, 50, NO_LIMIT)]),
            // The test index.
            other(
                &["pypi-AgENdGVzdC5weXBpLm9yZw"],
                &[Run(URL64, 50, NO_LIMIT)],
            ),
        ],
    ),
    row(
        "rubygems",
        &[
            live(&["rubygems_"], &[run(HEX, 48)]),
            vague(&[run(HEX, 32)]),
        ],
    ),
    row(
        "docker",
        &[
            live(&["dckr_pat_"], &[run(URL64, 27)]),
            live(&["dckr_oat_"], &[run(URL64, 32)]),
            vague(&UUID),
        ],
    ),
    row(
        "artifactory",
        &[
            live(&["AKCp"], &[run(ALNUM, 69)]),
            live(&["cmVmd"], &[run(ALNUM, 59)]),
        ],
    ),
    row(
        "postman",
        &[live(&["PMAK-"], &[run(HEX, 24), DASH, run(HEX, 34)])],
    ),
    row("pulumi", &[live(&["pul-"], &[run(HEX, 40)])]),
    row("prefect", &[live(&["pnu_"], &[run(ALNUM, 36)])]),
    row(
        "terraform-cloud",
        &[live(
            &[""],
            &[
                run(ALNUM, 14),
                Text(".atlasv1."),
                Run("A-Za-z0-9_=-", 60, 70),
            ],
        )],
    ),
    // Secret managers.
    row(
        "doppler",
        &[
            live(
                &[
                    "dp.ct.",
                    "dp.pt.",
                    "dp.st.",
                    "dp.sa.",
                    "dp.scim.",
                    "dp.audit.",
                ],
                &[Run(ALNUM, 40, 44)],
            ),
            live(
                &["dp.st."],
                &[Run("a-z0-9_-", 2, 35), DOT, Run(ALNUM, 40, 44)],
            ),
        ],
    ),
    row(
        "vault",
        &[
            // A root token has 24 characters.
            live(&["hvs.", "hvr."], &[Run(URL64, 24, 300)]),
            live(&["hvb."], &[Run(URL64, 90, 300)]),
            live(&["s."], &[run(ALNUM, 24)]),
            vague(&UUID),
        ],
    ),
    row(
        "1password",
        &[
            live(&["ops_eyJ"], &[Run(BASE64, 250, NO_LIMIT)]),
            live(
                &["A3-"],
                &[
                    run(UPPER, 6),
                    DASH,
                    run(UPPER, 6),
                    DASH,
                    run(UPPER, 5),
                    DASH,
                    run(UPPER, 5),
                    DASH,
                    run(UPPER, 5),
                    DASH,
                    run(UPPER, 5),
                ],
            ),
            live(
                &["A3-"],
                &[
                    run(UPPER, 6),
                    DASH,
                    run(UPPER, 11),
                    DASH,
                    run(UPPER, 5),
                    DASH,
                    run(UPPER, 5),
                    DASH,
                    run(UPPER, 5),
                ],
            ),
        ],
    ),
    row(
        "age",
        &[live(
            &["AGE-SECRET-KEY-1"],
            &[run("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)],
        )],
    ),
    row("okta", &[vague(&[Text("00"), run(URL64, 40)])]),
];
