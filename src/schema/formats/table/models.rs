//! The tokens of model providers and of the services around them.

use crate::schema::formats::form::Piece::{Run, Text};
use crate::schema::formats::form::Row;
use crate::schema::formats::table::spelling::{
    ALNUM, BASE64, DASH, DIGIT, HEX, LOWER, NO_LIMIT, URL64, UUID, WORD, live, other, row, run,
    vague,
};

pub(super) const ROWS: &[Row] = &[
    row(
        "openai",
        &[
            live(
                &[
                    "sk-proj-",
                    "sk-svcacct-",
                    "sk-service-",
                    "sk-admin-",
                    "sk-None-",
                ],
                &[Run(URL64, 58, 74), Text("T3BlbkFJ"), Run(URL64, 58, 74)],
            ),
            // In 2024.
            live(
                &[
                    "sk-proj-",
                    "sk-svcacct-",
                    "sk-service-",
                    "sk-admin-",
                    "sk-None-",
                ],
                &[run(ALNUM, 20), Text("T3BlbkFJ"), run(ALNUM, 20)],
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
    row(
        "google-api-key",
        &[
            live(&["AIza"], &[run(URL64, 35)]),
            // Since 2026.
            live(&["AQ."], &[Run("A-Za-z0-9_.-", 30, 200)]),
        ],
    ),
    // Until 2022 a token began with `api_`.
    row(
        "huggingface",
        &[
            live(&["hf_", "api_org_"], &[run(ALNUM, 34)]),
            vague(&[Text("api_"), run(ALNUM, 34)]),
        ],
    ),
    row("groq", &[live(&["gsk_"], &[run(ALNUM, 52)])]),
    row("xai", &[live(&["xai-"], &[run(WORD, 80)])]),
    row("openrouter", &[live(&["sk-or-v1-"], &[run(HEX, 64)])]),
    row("perplexity", &[live(&["pplx-"], &[run(ALNUM, 48)])]),
    row(
        "replicate",
        &[live(&["r8_"], &[run(URL64, 37)]), vague(&[run(HEX, 40)])],
    ),
    row("nvidia", &[live(&["nvapi-"], &[run(URL64, 64)])]),
    row("deepseek", &[live(&["sk-"], &[run(LOWER, 32)])]),
    // Until June 2024 a key was hex alone.
    row(
        "elevenlabs",
        &[live(&["sk_"], &[run(HEX, 48)]), vague(&[run(HEX, 32)])],
    ),
    row("cohere", &[vague(&[run(ALNUM, 40)])]),
    row(
        "pinecone",
        &[
            live(&["pcsk_"], &[Run(ALNUM, 5, 6), Text("_"), run(ALNUM, 63)]),
            vague(&UUID),
        ],
    ),
    row(
        "langsmith",
        &[
            live(
                &["lsv2_pt_", "lsv2_sk_"],
                &[run(HEX, 32), Text("_"), run(HEX, 10)],
            ),
            live(&["ls__"], &[run(HEX, 32)]),
        ],
    ),
    row(
        "langfuse",
        &[live(&["sk-lf-"], &UUID), other(&["pk-lf-"], &UUID)],
    ),
    row("mistral", &[vague(&[run(ALNUM, 32)])]),
    row("together", &[live(&["tgp_v1_"], &[run(URL64, 43)])]),
    row("fireworks", &[live(&["fw_"], &[Run(ALNUM, 24, 40)])]),
    row("cerebras", &[live(&["csk-"], &[run(LOWER, 48)])]),
    row(
        "bedrock",
        &[
            live(&["ABSK"], &[Run("A-Za-z0-9/+", 109, 269), Run("=", 0, 2)]),
            // It begins with a URL of the service in Base64, and lives for hours.
            live(
                &["bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"],
                &[Run(BASE64, 40, NO_LIMIT)],
            ),
        ],
    ),
    row("deepgram", &[vague(&[run(HEX, 40)])]),
    row("assemblyai", &[vague(&[run(LOWER, 32)])]),
    // The longer form exists since 2025. A server of one's own puts `local-` before the key.
    row(
        "wandb",
        &[
            vague(&[run(HEX, 40)]),
            vague(&[Run(WORD, 41, 128)]),
            vague(&[Text("local-"), run(HEX, 40)]),
        ],
    ),
];
