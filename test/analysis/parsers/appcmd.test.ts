import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { notes, problem } from '../../support/counter-log.ts';

const workers = `C:\\Windows\\System32\\inetsrv>appcmd list wp
WP "5560" (applicationPool:SharePoint - 9999 (5.4.2023 7.14.41 PM))
WP "3652" (applicationPool:SecurityTokenServiceApplicationPool)
`;
const pool = `APPPOOL
  APPPOOL.NAME:"Shop (x86)"
  PipelineMode:"Integrated"
  RuntimeVersion:"v4.0"
  state:"Started"
  [add]
    name:"Shop (x86)"
    enable32BitAppOnWin64:"true"
    [processModel]
      identityType:"SpecificUser"
      userName:"CORP\\shop"
      password:"hunter2"
      idleTimeout:"00:20:00"
      maxProcesses:"1"
      pingingEnabled:"true"
      pingResponseTime:"00:01:30"
    [recycling]
      logEventOnRecycle:"Time, Memory, PrivateMemory"
      [periodicRestart]
        memory:"0"
        privateMemory:"1800000"
        requests:"0"
        time:"1.05:00:00"
        [schedule]
`;
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
    <APPPOOL APPPOOL.NAME="Shop" PipelineMode="Integrated" RuntimeVersion="v4.0" state="Started">
        <add name="Shop" autoStart="true">
            <processModel idleTimeout="00:00:00" />
            <recycling>
                <periodicRestart privateMemory="2097152" time="00:00:00">
                </periodicRestart>
            </recycling>
        </add>
    </APPPOOL>
</appcmd>
`;

describe('appcmd list wp', () => {
  checkParser('as text', { parser: 'appcmd-workers', text: workers });
  checkParser('as XML', {
    parser: 'appcmd-workers',
    text: '<appcmd>\t<WP WP.NAME="1001" APPPOOL.NAME="A &amp; B" />\n<WP WP.NAME="1002" APPPOOL.NAME="AppPool2" /></appcmd>',
  });

  it('takes the whole name of a pool, parentheses included', () => {
    expect(notes(readText(workers))).toContain('5560 serves SharePoint - 9999 (5.4.2023 7.14.41 PM); 3652 serves');
  });

  it('tells the life where there is one worker, and none where there are several', () => {
    expect(readingsOf(readText('WP "1596" (applicationPool:Applicure Test)'))[0]).toMatchObject({
      kind: 'host',
      life: { process: 'w3wp', pid: 1596, appPool: 'Applicure Test' },
    });
    expect(readingsOf(readText(workers))[0]?.life.pid).toBeNull();
    expect(notes(readText('WP "1" (applicationPool:A)\nWP "2" (applicationPool:A)'))).toContain('several worker processes');
  });
});

describe('the settings of a pool', () => {
  checkParser('as text', { parser: 'appcmd-pool', text: pool });
  checkParser('as XML', { parser: 'appcmd-pool', text: xml });

  it('tell the limit of private memory, whose unit is KB', () => {
    expect(readingsOf(readText(pool))[0]).toMatchObject({
      kind: 'host',
      poolLimitBytes: 1_800_000 * 1024,
      life: { appPool: 'Shop (x86)', bitness: 32 },
    });
    expect(readingsOf(readText(xml))[0]).toMatchObject({ poolLimitBytes: 2 ** 31, life: { appPool: 'Shop' } });
  });

  it('say everything that may end the process, and keep its user to themselves', () => {
    const text = notes(readText(pool));
    for (const part of ['1,758 MB', '1.05:00:00', '00:20:00', '00:01:30', 'recycles it']) expect(text).toContain(part);
    expect(JSON.stringify(readText(pool))).not.toContain('hunter2');
    expect(notes(readText(xml))).not.toContain('idle');
  });

  it('of several pools, or none, are answered with the one command', () => {
    expect(problem(readText(`${pool}${pool}`))).toContain('2 pools');
    expect(problem(readText('APPPOOL.NAME:"Shop"\nstate:"Started"\n'))).toContain('appcmd list apppool');
    expect(problem(readText('APPPOOL "DefaultAppPool" (MgdVersion:v4.0,MgdMode:Integrated,state:Started)'))).toContain('/text:*');
  });
});

describe('appcmd without an output', () => {
  it.each([
    [
      'no right',
      'ERROR ( message:Konfigurationsfehler\nDateiname: redirection.config\nZeilennummer: 0\nBeschreibung: x\n. )',
      'Run as administrator',
    ],
    ['no such pool', 'ERROR ( message:Cannot find APPPOOL object with identifier "Shop". )', 'list apppool'],
    ['another error', 'ERROR ( message:Unknown attribute "foo". )', 'Unknown attribute'],
    ['no worker', 'C:\\>appcmd list wp\n\nC:\\>', 'No worker process runs'],
  ])('%s says what to do', (_, text, says) => expect(problem(readText(text))).toContain(says));
});

describe('appcmd list requests', () => {
  const text = `REQUEST "fb0000008000000e" (url:GET /slow/report.aspx?id=1, time:276032 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
REQUEST "4100000080000010" (url:POST /api/upload, time:1500 msec, client:10.1.2.4, stage:AcquireRequestState, module:Session)
`;
  checkParser('two of them', { parser: 'appcmd-requests', text });

  it('tells the longest first, without what stands behind the question mark', () => {
    const said = notes(readText(text));
    expect(said).toContain('2 requests are running, the longest: GET /slow/report.aspx (5 min); POST /api/upload (2 s).');
    expect(said).toContain('One has run for longer than 110 s');
    expect(said).not.toContain('id=1');
  });
});

describe('appcmd list apppool /config', () => {
  const config = `<add name="Shop" enable32BitAppOnWin64="true" managedRuntimeVersion="v4.0">
  <processModel idleTimeout="00:00:00" />
  <recycling>
    <periodicRestart privateMemory="1800000" time="00:00:00" />
  </recycling>
</add>
`;
  checkParser('names the pool as the configuration does', { parser: 'appcmd-pool', text: config });

  it('tells its limit and bitness', () => {
    expect(readingsOf(readText(config))[0]).toMatchObject({ poolLimitBytes: 1800000 * 1024, life: { appPool: 'Shop', bitness: 32 } });
  });

  it('is not any list of a configuration', () => {
    expect(readText('<add name="Shop" connectionString="x">\n  <value />\n</add>\n').blocks).toEqual([]);
  });
});
