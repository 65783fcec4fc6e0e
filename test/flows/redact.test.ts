import { describe, expect, it } from '@jest/globals';
import { redact, redactText } from '../../flows/redact.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

describe('what is masked', () => {
  it.each([
    ['a password in a connection string', 'Server=db;User Id=sa;Password=Hunter2!x;Encrypt=true', 'Hunter2!x'],
    ['pwd', 'uid=sa;pwd=s3cr3t;', 's3cr3t'],
    ['a quoted password in C#', 'var password = "correct horse";', 'correct horse'],
    ['JSON', '{"clientSecret": "abc~DEF.123456"}', 'abc~DEF.123456'],
    ['an environment variable', 'DB_PASSWORD=tr0ub4dor', 'tr0ub4dor'],
    ['a command line option', 'app.exe --password tr0ub4dor --verbose', 'tr0ub4dor'],
    ['an Azure storage key', 'AccountName=x;AccountKey=Zm9vYmFyYmF6cXV4Cg==;EndpointSuffix=y', 'Zm9vYmFyYmF6cXV4Cg=='],
    ['a service bus key', 'SharedAccessKeyName=root;SharedAccessKey=abcDEF123+/=', 'abcDEF123+/='],
    ['a SAS signature', 'https://x.blob.core/a?sv=2020&sig=abc123DEF456ghi789%3D', 'abc123DEF456ghi789%3D'],
    ['a bearer token', 'Authorization: Bearer abc.def-ghi_jkl', 'abc.def-ghi_jkl'],
    ['basic authentication', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a JSON web token', 'cookie eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN', 'eyJzdWIi'],
    ['an AWS key id', 'key AKIAIOSFODNN7EXAMPLE used', 'AKIAIOSFODNN7EXAMPLE'],
    ['an AWS secret', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
    ['a URL with a password', 'amqp://guest:gu3st@rabbit:5672/', 'gu3st'],
    ['a GitHub token', 'x ghp_abcdefghijklmnopqrst0123 y', 'ghp_abcdefghijklmnopqrst0123'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', 'MIIEpAIBAAKCAQEA'],
    ['an API key', 'X-Api-Key: 0123456789abcdef0123', '0123456789abcdef0123'],
  ])('%s', (_, text, secret) => {
    const masked = redactText(text);
    expect(masked.text).not.toContain(secret);
    expect(masked.text).toContain('[redacted]');
    expect(masked.count).toBe(1);
  });

  it('keeps everything around it', () => {
    expect(redactText('Server=db;Password=abc;Encrypt=true').text).toBe('Server=db;Password=[redacted];Encrypt=true');
    expect(redactText('amqp://guest:guest@rabbit:5672/').text).toBe('amqp://guest:[redacted]@rabbit:5672/');
  });

  it('is the same masked twice', () => {
    const once = redactText('Password=abc;token=0123456789abcdef01').text;
    expect(redactText(once)).toEqual({ text: once, count: 0 });
  });
});

describe('what is no secret', () => {
  it.each([
    '  Token           : 5',
    'Token: 14440',
    'System.Threading.CancellationToken',
    'clr!SecurityToken::Create+0x2b',
    'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2',
    'WaitCompletionPacket: 15',
    'C:\\Windows\\System32\\drivers\\etc',
    'https://learn.microsoft.com/dotnet',
    'Key             : 96',
    'var serializer = new XmlSerializer(typeof(List<Country>), new XmlRootAttribute("CodeList"));',
  ])('%s', (text) => {
    expect(redactText(text)).toEqual({ text, count: 0 });
  });
});

describe('redacting a reading', () => {
  it('masks values and names of fields at any depth, and counts them', () => {
    const reading = { a: [{ text: 'password=x1y2' }], byName: { 'pipe?token=0123456789abcdef0123': 4 }, n: 1, none: null };
    const { value, count } = redact(reading);
    expect(count).toBe(2);
    expect(JSON.stringify(value)).not.toMatch(/x1y2|0123456789abcdef/);
    expect(value.n).toBe(1);
    expect(value.none).toBeNull();
  });

  it('takes linear time on hostile text', () => {
    const hostile = [
      'password="'.repeat(2000),
      '://a:'.repeat(4000),
      'eyJ'.repeat(7000),
      '-----BEGIN PRIVATE KEY-----'.repeat(800),
      'token='.repeat(3500),
      `token=${'a'.repeat(20000)}`,
      '--password '.repeat(1800),
    ];
    for (const text of hostile) {
      expect(leastProcessorMs(() => redactText(text), 500)).toBeLessThan(500);
    }
  });
});
