"""`SharedDeadline`: one timer serves many limits, and each ends at its own time."""

import asyncio

import pytest

from bot.pipeline.deadline import SharedDeadline
from tests.support.fakes import virtually


async def _work(seconds, deadline, begin=0.0):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(begin)
    try:
        return await deadline.run(asyncio.sleep(seconds, "done")), loop.time()
    except TimeoutError:
        return "late", loop.time()


def test_each_is_late_after_its_own_time_and_who_is_quick_never():
    """Ten seconds each, whoever watches at that moment."""

    async def main():
        deadline = SharedDeadline(10.0)
        every = ((99, 0.0), (9, 0.0), (99, 4.0), (3, 4.0), (99, 50.0), (9.5, 55.0))
        return await asyncio.gather(*(_work(took, deadline, begin) for took, begin in every))

    found = virtually(main)

    words = ["late", "done", "late", "done", "late", "done"]
    assert [word for word, _ in found] == words
    assert [at for _, at in found] == pytest.approx([10.0, 9.0, 14.0, 7.0, 60.0, 64.5])


def test_who_is_told_to_stop_is_not_called_late():
    """The house closes: that is no silence of the provider, and the others keep their time."""

    async def main():
        deadline = SharedDeadline(10.0)
        other = asyncio.create_task(_work(99, deadline))
        told = asyncio.create_task(_work(99, deadline))
        await asyncio.sleep(5)
        told.cancel()
        with pytest.raises(asyncio.CancelledError):
            await told
        return await other

    assert virtually(main) == ("late", pytest.approx(10.0))


def test_who_does_not_end_when_told_holds_up_no_other_limit():
    """It is told once; whoever comes later is late in time."""

    async def stubborn():
        try:
            await asyncio.sleep(99)
        except asyncio.CancelledError:
            await asyncio.sleep(20)
            raise

    async def main():
        deadline = SharedDeadline(10.0)
        asleep = asyncio.create_task(deadline.run(stubborn()))
        later = await asyncio.gather(*(_work(99, deadline, begin) for begin in (2.0, 15.0)))
        with pytest.raises(TimeoutError):
            await asleep
        return [at for _, at in later], asyncio.get_running_loop().time()

    ends, at = virtually(main)
    assert ends == pytest.approx([12.0, 25.0])
    assert at == pytest.approx(30.0)
