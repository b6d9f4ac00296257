"""Generates a video with DashScope's own Python SDK, through dashqueue.

    pip install dashscope
    PRODUCER_URL=http://127.0.0.1:3000 PRODUCER_TOKEN=... python3 examples/official-sdk.py

Only the base URL and the API key differ from a direct call to DashScope.
"""

import os
import sys
from http import HTTPStatus

import dashscope
from dashscope import VideoSynthesis

dashscope.base_http_api_url = (
    os.environ.get("PRODUCER_URL", "http://127.0.0.1:3000") + "/api/v1"
)
# One of the producer's PRODUCER_TOKENS; without PRODUCER_TOKENS the producer accepts any key.
api_key = os.environ.get("PRODUCER_TOKEN", "unused")

created = VideoSynthesis.async_call(
    api_key=api_key,
    model="wan2.6-t2v",
    prompt="A lighthouse in the rain",
    size="1280*720",
    duration=5,
)
if created.status_code != HTTPStatus.OK:
    sys.exit(f"refused: {created.code} {created.message}")
print(f"task {created.output.task_id}")

# Polls the task until it ends.
ended = VideoSynthesis.wait(created, api_key=api_key)
if ended.status_code != HTTPStatus.OK or ended.output.task_status != "SUCCEEDED":
    sys.exit(f"not generated: {ended}")

# The link points to the archive and does not expire after 24 hours.
print(ended.output.video_url)
