//! The tokens of model providers and of the services around them.

use crate::schema::formats::form::Piece::{Run, Text};
use crate::schema::formats::form::Row;
use crate::schema::formats::table::spelling::{
    ALNUM, DASH, DIGIT, HEX, LOWER, URL64, UUID, WORD, live, other, row, run, vague,
};

pub(super) const ROWS: &[Row] = &[
    row(
        "openai",
        &[
            live(
                &["sk-proj-", "sk-svcacct-", "sk-service-", "sk-admin-"],
                &[Run(URL64, 58, 74), Text("T3BlbkFJ"), Run(URL64, 58, 74)],
            ),
            live(
                &["sk-"],
                &[run(ALNUM, 20), Text("T3BlbkFJ"), run(ALNUM, 20)],
            ),
        ],
    ),
    row(
        "anthropic",
        &[
            live(
                &["sk-ant-api"],
                &[run(DIGIT, 2), DASH, Run(URL64, 90, 128), Text("AA")],
            ),
            live(&["sk-ant-admin01-"], &[run(URL64, 93), Text("AA")]),
            // A subscription's token, which is a person's.
            live(&["sk-ant-oat01-"], &[Run(URL64, 80, 128)]),
        ],
    ),
    row("google-api-key", &[live(&["AIza"], &[run(URL64, 35)])]),
    row(
        "huggingface",
        &[live(&["hf_", "api_org_"], &[run(ALNUM, 34)])],
    ),
    row("groq", &[live(&["gsk_"], &[run(ALNUM, 52)])]),
    row("xai", &[live(&["xai-"], &[run(WORD, 80)])]),
    row("openrouter", &[live(&["sk-or-v1-"], &[run(HEX, 64)])]),
    row("perplexity", &[live(&["pplx-"], &[run(ALNUM, 48)])]),
    row("replicate", &[live(&["r8_"], &[run(URL64, 37)])]),
    row("nvidia", &[live(&["nvapi-"], &[run(URL64, 64)])]),
    row("deepseek", &[live(&["sk-"], &[run(LOWER, 32)])]),
    row("elevenlabs", &[live(&["sk_"], &[run(HEX, 48)])]),
    row("cohere", &[vague(&[run(ALNUM, 40)])]),
    row(
        "pinecone",
        &[live(
            &["pcsk_"],
            &[Run(ALNUM, 5, 6), Text("_"), run(ALNUM, 63)],
        )],
    ),
    row(
        "langsmith",
        &[live(
            &["lsv2_pt_", "lsv2_sk_"],
            &[run(HEX, 32), Text("_"), run(HEX, 10)],
        )],
    ),
    row(
        "langfuse",
        &[live(&["sk-lf-"], &UUID), other(&["pk-lf-"], &UUID)],
    ),
    // The longer form exists since 2025.
    row(
        "wandb",
        &[vague(&[run(HEX, 40)]), vague(&[Run(WORD, 41, 128)])],
    ),
];
