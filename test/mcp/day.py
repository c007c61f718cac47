"""A day of a person's, by a client that shares no line with ours: the Python SDK of the Model Context Protocol.

Called with the address of /mcp and a bearer token; prints what was done as JSON, and ends with 1 where anything was not as it has to be.
"""

import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone

from mcp import ClientSession
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client


async def main(url: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    done: list[str] = []
    async with create_mcp_http_client(headers=headers) as http:
        async with streamable_http_client(url, http_client=http) as (read, write, *_):
            async with ClientSession(read, write) as session:
                shaken = await session.initialize()
                tools = (await session.list_tools()).tools

                async def call(name: str, **given: object) -> dict:
                    """The SDK holds what a tool answers against the schema that it was listed with."""
                    result = await session.call_tool(name, given)
                    assert not result.is_error, result.content
                    assert json.loads(result.content[0].text) == result.structured_content
                    done.append(name)
                    return result.structured_content

                async def refused(name: str, **given: object) -> dict:
                    result = await session.call_tool(name, given)
                    assert result.is_error, result.structured_content
                    return json.loads(result.content[0].text)

                soon = (datetime.now(timezone.utc) + timedelta(days=1)).replace(hour=17, minute=0, second=0, microsecond=0)
                task = await call("create_task", title="Stretch", starts_at=soon.isoformat(), duration_minutes=20)
                foreseen = await call("create_task", title="Stretch more", starts_at=(soon + timedelta(hours=1)).isoformat(), dry_run=True)
                assert foreseen["dry_run"] is True
                clash = await refused("create_task", title="Clash", starts_at=soon.isoformat())
                assert clash["code"] == "TIME_TAKEN", clash
                strange = await refused("create_task", title="Odd", starts_at=soon.isoformat(), org_id="x")
                assert strange["code"] == "VALIDATION_FAILED", strange
                await call("find_free_times", task_id=task["id"], limit=2)
                await call("reschedule_task", task_id=task["id"], starts_at=(soon + timedelta(hours=2)).isoformat())
                goal = await call("open_goal", wish="Read half an hour before bed")
                plan = await call("propose_plan", goal_id=goal["goal_id"])
                assert plan["status"] == "drafted", plan
                revised = await call("revise_plan", goal_id=goal["goal_id"], message="not on weekends")
                draft = revised["draft"]
                stale = await refused("approve_plan", goal_id=goal["goal_id"], draft=1, hash=plan["draft"]["hash"])
                assert stale["code"] == "PLAN_STALE", stale
                approved = await call("approve_plan", goal_id=goal["goal_id"], draft=draft["draft"], hash=draft["hash"])
                assert approved["tasks"] > 0, approved
                page = await call("list_tasks", goal_id=goal["goal_id"], limit=3)
                more = await call("list_tasks", goal_id=goal["goal_id"], limit=3, cursor=page["next_cursor"])
                assert not {one["id"] for one in page["tasks"]} & {one["id"] for one in more["tasks"]}
                await call("settle_task", task_id=task["id"], status="done")
                await call("settle_task", task_id=page["tasks"][0]["id"], status="missed")
                progress = await call("read_progress", weeks=1)
                await call("list_today")
                await call("read_usage")
                for resource in (await session.list_resources()).resources:
                    json.loads((await session.read_resource(resource.uri)).contents[0].text)
                    done.append(str(resource.uri))
                for prompt in (await session.list_prompts()).prompts:
                    assert (await session.get_prompt(prompt.name)).messages
                    done.append(prompt.name)
                print(
                    json.dumps(
                        {
                            "protocol": shaken.protocol_version,
                            "tools": len(tools),
                            "calls": len(done),
                            "tasks of the plan": approved["tasks"],
                            "streak": progress["overview"]["streak_days"],
                        }
                    )
                )


asyncio.run(main(sys.argv[1], sys.argv[2]))
