/** The story judges answers: what it calls right must be right in every part. */
import { createStory, StoryBroken, type Expected } from '../../demo/story';
import type { Answer } from '../../demo/client';

const refusal: Answer = {
  status: 422,
  body: { code: 'gate/unmet', detail: 'no', errors: [{ code: 'b', holdsFrom: '2027-01-01' }, { code: 'a' }] },
};

async function told(expected: Expected, answer: Answer): Promise<boolean> {
  const story = createStory();
  story.openChapter('application', '2026-11-23');
  const words = { stage: 'application', actor: '甲', action: 'submit', zh: '提交', en: 'Submits' };
  await story.tell({ ...words, expected }, () => Promise.resolve(answer));
  return story.ok;
}

describe('the demo story', () => {
  it.each<[string, Expected, boolean]>([
    [
      'the same refusal in any order of its gates',
      { status: 422, code: 'gate/unmet', unmet: ['a', 'b'] },
      true,
    ],
    ['one gate too few', { status: 422, code: 'gate/unmet', unmet: ['a'] }, false],
    ['one gate too many', { status: 422, code: 'gate/unmet', unmet: ['a', 'b', 'c'] }, false],
    ['another code', { status: 422, code: 'fields/invalid' }, false],
    ['another status', { status: 409, code: 'gate/unmet' }, false],
    ['a value in the body', { status: 422, body: { 'errors.0.holdsFrom': '2027-01-01' } }, true],
    ['another value in the body', { status: 422, body: { 'errors.0.holdsFrom': '2027-01-02' } }, false],
  ])('judges %s', async (_name, expected, ok) => {
    await expect(told(expected, refusal)).resolves.toBe(ok);
  });

  it('ends when a refusal comes where the law says yes', async () => {
    await expect(told({ status: 200 }, refusal)).rejects.toThrow(StoryBroken);
  });

  it('ends when a yes comes where the law refuses', async () => {
    await expect(told({ status: 422 }, { status: 200, body: {} })).rejects.toThrow(StoryBroken);
  });

  it('is not right before anything is told', () => {
    expect(createStory().ok).toBe(false);
  });
});
