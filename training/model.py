"""The network in PyTorch: a six-layer encoder with the heads of the reader, tagger and router."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from bot.reader.network import FEATURES, ROUTES
from bot.slots import SLOTS

FLAGS = 6


class TrainableNetwork(nn.Module):
    """One encoder; every head reads its last hidden states (B, L, H).

    - pick: does the passage behind this mark answer the question? From the mark and [CLS].
    - prior: what the passage's BM25 hit adds to that.
    - span: start and end of the answer. item: is this wordpiece part of an item of the answer?
    - verdict: no yes/no question, yes, no; read at marks.
    - states: which slots does the passage behind this mark state? inside: which slot's value is this wordpiece in?
    - route, yesno: of a question by itself, read at [CLS].
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.enc = BertModel(
            BertConfig(**json.loads((base / "config.json").read_text())), add_pooling_layer=False
        )
        self.enc.set_attn_implementation("eager")  # a fifth faster than sdpa on a CPU, with masks
        for layer in self.enc.encoder.layer:  # drawing that many numbers takes a third of a step
            layer.attention.self.dropout.p = 0.0
        weights = load_file(base / "model.safetensors")
        weights = {k.removeprefix("bert."): v for k, v in weights.items()}
        missing, _ = self.enc.load_state_dict(weights, strict=False)
        if [name for name in missing if "position_ids" not in name]:
            raise ValueError(f"{base}: lacks {missing[:3]}")
        for parameter in self.enc.embeddings.parameters():
            parameter.requires_grad = False
        size = self.enc.config.hidden_size
        self.flag = nn.Embedding(FLAGS, size)
        nn.init.normal_(self.flag.weight, std=0.02)
        self.flag.weight.data[0] = 0
        self.sent = nn.Sequential(
            nn.Linear(2 * size, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, 1)
        )
        self.prior = nn.Linear(FEATURES, 1, bias=False)
        nn.init.zeros_(self.prior.weight)
        self.span = nn.Linear(size, 2)
        self.item = nn.Linear(size, 1)
        self.verdict = nn.Linear(size, 3)
        self.states = nn.Sequential(
            nn.Linear(size, 192), nn.GELU(), nn.Dropout(0.1), nn.Linear(192, len(SLOTS))
        )
        self.inside = nn.Linear(size, len(SLOTS))
        self.route = nn.Sequential(
            nn.Linear(size, 192), nn.GELU(), nn.Dropout(0.1), nn.Linear(192, len(ROUTES) + 1)
        )
        self.drop = nn.Dropout(0.1)

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor, flags: Tensor) -> Tensor:
        """Return the encoder's last hidden states."""
        embedded = self.enc.embeddings.word_embeddings(ids) + self.flag(flags)
        return self.enc(
            inputs_embeds=embedded, token_type_ids=types, attention_mask=mask
        ).last_hidden_state

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, flags: Tensor) -> dict[str, Tensor]:
        """Return every head's logits."""
        hidden = self.drop(self.hidden(ids, types, mask, flags).float())
        first = hidden[:, :1].expand_as(hidden)
        return {
            "pick": self.sent(torch.cat([hidden, first], -1))[..., 0],
            "span": self.span(hidden),
            "item": self.item(hidden)[..., 0],
            "verdict": self.verdict(hidden),
            "states": self.states(hidden),
            "inside": self.inside(hidden),
            "route": self.route(hidden[:, 0]),
        }

    def load_prototype(self, path: Path) -> None:
        """Take over what a checkpoint has under the same names."""
        known = load_file(path) if path.suffix == ".safetensors" else torch.load(path)
        own = self.state_dict()
        self.load_state_dict(
            {k: v.float() for k, v in known.items() if k in own and own[k].shape == v.shape},
            strict=False,
        )
