//! Clients that read their keys by themselves.

use crate::python::Need;
use crate::python::code::tests::analysis;

#[test]
fn clients_read_their_keys_by_themselves() {
    for (text, name, need) in [
        (
            "from openai import OpenAI\nOpenAI()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "import openai\nopenai.AsyncOpenAI(timeout=3)",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from openai import OpenAI as Client\nClient(api_key=None)",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "def f():\n    import anthropic as a\n    return a.Anthropic()",
            "ANTHROPIC_API_KEY",
            Need::Required,
        ),
        (
            "from tavily import TavilyClient\nTavilyClient()",
            "TAVILY_API_KEY",
            Need::Required,
        ),
        (
            "from huggingface_hub import HfApi\nHfApi()",
            "HF_TOKEN",
            Need::Optional,
        ),
        (
            "from openai import OpenAI\ndef f(key=None):\n    return OpenAI(api_key=key)",
            "OPENAI_API_KEY",
            Need::Optional,
        ),
        (
            "from openai import OpenAI\ndef f(**options):\n    return OpenAI(**options)",
            "OPENAI_API_KEY",
            Need::Optional,
        ),
        (
            "import openai\nopenai.chat.completions.create()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from langsmith import traceable\n@traceable\ndef f(): ...",
            "LANGSMITH_API_KEY",
            Need::Optional,
        ),
        (
            "from langchain_community.chat_models import ChatOpenAI\nChatOpenAI()",
            "OPENAI_API_KEY",
            Need::Required,
        ),
        (
            "from groq import Groq\nGroq(base_url='x')",
            "GROQ_API_KEY",
            Need::Required,
        ),
    ] {
        let reads = analysis(&[("app.py", text)]).reads;
        let mut reads = reads.iter().filter(|read| !read.unusual);
        let read = reads.next().unwrap();
        assert_eq!((read.name.as_str(), read.need), (name, need), "{text}");
        assert!(
            read.reader.client().is_some() && reads.next().is_none(),
            "{text}"
        );
    }
}

#[test]
fn a_client_that_is_given_its_key_reads_none() {
    for text in [
        "from openai import OpenAI\nOpenAI(api_key='x', base_url='y')",
        "from openai import OpenAI\ndef f(key):\n    OpenAI(api_key=key)",
        "from openai import OpenAI\nOpenAI(**{'api_key': 'x'})",
        "import tavily\ntavily.TavilyClient('x')",
        "import openai\nopenai.api_key = key\nopenai.chat.completions.create()",
        "import google.generativeai as genai\ngenai.configure(api_key=key)\ngenai.GenerativeModel('x')",
        "from google import genai\ngenai.Client(vertexai=True)",
        "from agents import Agent\nAgent()",
        "class OpenAI: ...\nOpenAI()",
    ] {
        let mut reads = analysis(&[("app.py", text)]).reads;
        reads.retain(|read| !read.unusual);
        assert_eq!(reads, [], "{text}");
    }
}

#[test]
fn settings_of_clients_are_known_but_not_proposed() {
    let reads = analysis(&[("app.py", "from openai import OpenAI\nOpenAI()")]).reads;
    let of = |name: &str| reads.iter().find(|read| read.name.as_str() == name);
    assert!(of("OPENAI_BASE_URL").is_some_and(|read| read.unusual));
    assert!(of("OPENAI_API_KEY").is_some_and(|read| !read.unusual));
}

#[test]
fn a_client_that_is_one_of_several_is_optional() {
    let text = "import anthropic, openai\nfrom groq import Groq\n\
        def f(model):\n    if 'claude' in model:\n        return anthropic.Anthropic()\n\
        \x20   elif model in CHEAP:\n        return Groq()\n    return openai.OpenAI()\n";
    let mut reads = analysis(&[("app.py", text)]).reads;
    reads.retain(|read| !read.unusual);
    let needs: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str(), read.need))
        .collect();
    assert_eq!(
        needs,
        [
            ("ANTHROPIC_API_KEY", Need::Optional),
            ("GROQ_API_KEY", Need::Optional),
            ("OPENAI_API_KEY", Need::Required),
        ]
    );
}

#[test]
fn a_file_that_is_named_like_a_client_does_not_hide_it() {
    let files = [
        (
            "app/llms/openai.py",
            "from openai import OpenAI\nclient = OpenAI()\n",
        ),
        ("app/llms/anthropic.py", "def f(): ...\n"),
        (
            "app/llms/other.py",
            "from anthropic import Anthropic\nAnthropic()\n",
        ),
        ("app/agents/__init__.py", "def Runner(): ...\n"),
        ("app/main.py", "from agents import Runner\nRunner.run()\n"),
    ];
    let mut reads = analysis(&files).reads;
    reads.retain(|read| !read.unusual);
    let names: Vec<_> = reads.iter().map(|read| read.name.as_str()).collect();
    assert_eq!(names, ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]);
}

#[test]
fn a_key_that_the_program_sets_for_a_client_is_optional() {
    let text =
        "import os\nfrom openai import OpenAI\nos.environ['OPENAI_API_KEY'] = ask()\nOpenAI()\n";
    let mut reads = analysis(&[("app.py", text)]).reads;
    reads.retain(|read| !read.unusual);
    assert_eq!(reads.len(), 1);
    assert_eq!(reads[0].need, Need::Optional);
}

#[test]
fn the_name_of_a_model_says_which_client_is_made() {
    for (text, name) in [
        (
            "from langchain.chat_models import init_chat_model as f\nf('openai:gpt-4o')",
            Some("OPENAI_API_KEY"),
        ),
        (
            "from langchain.chat_models import init_chat_model\nM = 'claude-sonnet'\ninit_chat_model(model=M)",
            Some("ANTHROPIC_API_KEY"),
        ),
        (
            "from langchain.chat_models import init_chat_model\ninit_chat_model('x', model_provider='groq')",
            Some("GROQ_API_KEY"),
        ),
        (
            "import litellm\nlitellm.completion(model='gemini/flash')",
            Some("GOOGLE_API_KEY"),
        ),
        (
            "from pydantic_ai import Agent\nAgent('openai:gpt-4o')",
            Some("OPENAI_API_KEY"),
        ),
        ("import dspy\ndspy.LM('openai/gpt-4o', api_key='x')", None),
        (
            "import litellm\nlitellm.completion(model='ollama/llama3')",
            None,
        ),
        ("import litellm\nlitellm.completion(model=pick())", None),
    ] {
        let reads = analysis(&[("app.py", text)]).reads;
        let found = reads.first().map(|read| read.name.as_str());
        assert_eq!(found, name, "{text}");
    }
}
