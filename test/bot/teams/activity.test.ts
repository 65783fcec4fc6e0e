import { describe, expect, it } from '@jest/globals';
import { checkActivity } from '../../../bot/teams/activity.ts';

const activity = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:abc', name: 'Robin' },
  conversation: { id: '19:x@thread.tacv2;messageid=1', tenantId: 'contoso' },
  text: 'status',
};
const open = { loopbackOnly: false, tenant: null };

describe('the shape of an activity', () => {
  it('is accepted with what we use, and the rest is dropped', () => {
    const checked = checkActivity({ ...activity, surplus: { a: 1 } }, open);
    expect(checked.ok).toBe(true);
    if (checked.ok) expect(checked.activity).not.toHaveProperty('surplus');
  });

  it.each([
    ['no service address', { ...activity, serviceUrl: undefined }],
    ['an empty service address', { ...activity, serviceUrl: '' }],
    ['a service address that is no web address', { ...activity, serviceUrl: 'file:///etc/passwd' }],
    ['no conversation', { ...activity, conversation: undefined }],
    ['no sender', { ...activity, from: null }],
    ['no type', { ...activity, type: undefined }],
    ['a list', [activity]],
    ['a number', 5],
    ['nothing', null],
  ])('is refused with 400 and the field: %s', (_, body) => {
    expect(checkActivity(body, open)).toMatchObject({ ok: false, status: 400 });
  });

  it('answers only to this machine where nobody signs', () => {
    const rules = { loopbackOnly: true, tenant: null };
    expect(checkActivity(activity, rules)).toMatchObject({ ok: false, status: 400 });
    for (const serviceUrl of ['http://127.0.0.1:5000', 'http://localhost:5000/x', 'http://[::1]:5000'])
      expect(checkActivity({ ...activity, serviceUrl }, rules).ok).toBe(true);
    expect(checkActivity({ ...activity, serviceUrl: 'http://127.0.0.1.evil.example' }, rules).ok).toBe(false);
  });

  it('is refused when it comes from another organisation', () => {
    expect(checkActivity(activity, { loopbackOnly: false, tenant: 'fabrikam' })).toMatchObject({ ok: false, status: 403 });
    expect(checkActivity(activity, { loopbackOnly: false, tenant: 'contoso' }).ok).toBe(true);
  });
});
