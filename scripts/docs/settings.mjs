import { built } from './markdown.mjs';

const services = ['market-data', 'oms', 'strategy-host', 'exchange', 'gateway'];

/** The variables of a service itself: its port and those of its class. */
async function serviceSettings(name) {
  const { describeSettings, portSetting } = await built('libs/observability/src/index.js');
  const { service } = await built(`apps/${name}/src/service.js`);
  return [portSetting(service), ...(service.config ? describeSettings(service.config) : [])];
}

/** Every variable that the platform reads, by the section of the reference that it stands in. */
export async function settingGroups() {
  const { commonSettings } = await built('libs/observability/src/index.js');
  const { busSettings, keyValueSettings } = await built('libs/service/src/settings.js');
  const { adaptersSetting } = await built('adapters/installed/src/settings.js');
  const { simSettings } = await built('adapters/sim/src/settings.js');
  const { replaySettings } = await built('adapters/replay/src/settings.js');
  const { ccxtSettings } = await built('adapters/ccxt/src/settings.js');
  const { alpacaSettings } = await built('adapters/alpaca/src/settings.js');
  const { binanceSettings, binanceUsdmSettings } = await built('adapters/binance/src/settings.js');
  const { krakenSettings } = await built('adapters/kraken/src/settings.js');
  const { coinbaseSettings } = await built('adapters/coinbase/src/settings.js');
  const { brokerSettings } = await built('libs/smf-broker/src/settings.js');
  const { cliSettings } = await built('apps/cli/src/settings.js');
  const { testSettings } = await built('libs/testkit/src/settings.js');
  const ofServices = await Promise.all(services.map(async (name) => [name, await serviceSettings(name)]));
  return {
    common: commonSettings,
    bus: busSettings.settings,
    'key-value': keyValueSettings.settings,
    adapters: adaptersSetting.settings,
    sim: simSettings.settings,
    replay: replaySettings.settings,
    ccxt: ccxtSettings.settings,
    alpaca: alpacaSettings.settings,
    binance: binanceSettings.settings,
    // What both read stands with the first.
    'binance-usdm': binanceUsdmSettings.settings.filter(
      ({ name }) => !binanceSettings.settings.some((other) => other.name === name),
    ),
    kraken: krakenSettings.settings,
    coinbase: coinbaseSettings.settings,
    ...Object.fromEntries(ofServices),
    broker: brokerSettings,
    cli: cliSettings,
    tests: testSettings,
  };
}
