import type { Subscriber } from './subscriber.js';

/** The members of one shared subscription (`#share/<group>/<topic>`). */
export class ShareGroup {
  private readonly members: Subscriber[] = [];
  private next = 0;

  get empty(): boolean {
    return this.members.length === 0;
  }

  add(member: Subscriber): void {
    this.members.push(member);
  }

  remove(member: Subscriber): void {
    const index = this.members.indexOf(member);
    if (index < 0) return;
    this.members.splice(index, 1);
    if (index < this.next) this.next -= 1;
  }

  /** Round robin over the members that keep up; when none does, the turn decides. */
  pick(): Subscriber | null {
    const count = this.members.length;
    if (count === 0) return null;
    for (let step = 0; step < count; step += 1) {
      const index = (this.next + step) % count;
      const member = this.members[index];
      if (member.ready) {
        this.next = (index + 1) % count;
        return member;
      }
    }
    const member = this.members[this.next % count];
    this.next = (this.next + 1) % count;
    return member;
  }
}
