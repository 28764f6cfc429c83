"""Asks llama.cpp, in a process of its own: `python llama_cpp.py FILE.gguf` reads questions as JSON and prints answers.

{"texts": [text, …], "prompts": [tokens, …], "most_tokens": 16} becomes {"tokens": [tokens, …], "answers": [tokens, …]}:
how it cuts each text, and what it writes greedily after each prompt. Begin with `ask`.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path


def ask(gguf, *, texts=(), prompts=(), most_tokens=16):
    """What llama.cpp answers, from a process that may end as it likes."""
    asked = {"texts": list(texts), "prompts": list(prompts), "most_tokens": most_tokens}
    command = [sys.executable, str(Path(__file__)), str(gguf)]
    finished = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=300)
    assert finished.returncode == 0, finished.stderr[-2000:]
    return json.loads(finished.stdout.splitlines()[-1])


def main():
    import xllamacpp

    asked = json.load(sys.stdin)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = sys.argv[1]
    parameters.n_ctx, parameters.n_parallel, parameters.port = 256, 1, 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)

    def post(path, values):
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(server.listening_address + path, json.dumps(values).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["tokens"]

    def write(prompt):
        greedy = {"temperature": 0, "n_predict": asked["most_tokens"], "return_tokens": True, "cache_prompt": False}
        return post("/completion", {"prompt": prompt, **greedy})

    # As a program would cut a prompt: with the token that the model begins with, special tokens understood.
    cut = [post("/tokenize", {"content": text, "add_special": True, "parse_special": True}) for text in asked["texts"]]
    json.dump({"tokens": cut, "answers": [write(prompt) for prompt in asked["prompts"]]}, sys.stdout)


if __name__ == "__main__":
    main()
