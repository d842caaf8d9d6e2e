/** A topic for each ticket in a team's group: whether tickets get one, and what is said when they cannot. */
import type { Feature } from '../../conversation/feature.ts';
import { answerCheck } from './answer-check.ts';
import { switchByWords } from './switch-topics.ts';
import { tellRefused } from './tell-refused.ts';

/** What an installation decides about it. */
export interface TopicsDeps {
  /** Language of chats and colleagues that have chosen none. */
  readonly locale: string;
}

/** The topics feature; the board fills the topics, delivery opens them. */
export function createTopics(deps: TopicsDeps): Feature {
  return {
    name: 'topics',
    commands: [
      {
        name: 'topics',
        words: ['话题', '話題'],
        audience: 'staff',
        description: 'staff-topics:command.topics',
        usage: 'staff-topics:usage.topics',
        run: switchByWords,
      },
    ],
    async onEvent(work, event) {
      if (event.type === 'topics.checked') await answerCheck(work, event);
      else if (event.type === 'topics.refused') await tellRefused(work, deps, event);
    },
  };
}
