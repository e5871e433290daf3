import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDICATORS } from '@bourseworks/indicators';
import { data, describeWithData, repoRoot } from '@bourseworks/testkit';
import { beforeAll, expect, it } from '@jest/globals';
import { allVectors } from './vectors/all.js';
import { FOLDERS } from './vectors/sources.js';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** The functions of TA-Lib 0.6. */
const TA_LIB = words(`
  ACCBANDS BBANDS DEMA EMA HT_TRENDLINE KAMA MA MAMA MAVP MIDPOINT MIDPRICE SAR SAREXT SMA T3 TEMA TRIMA WMA
  ADX ADXR APO AROON AROONOSC BOP CCI CMO DX IMI MACD MACDEXT MACDFIX MFI MINUS_DI MINUS_DM MOM PLUS_DI PLUS_DM PPO
  ROC ROCP ROCR ROCR100 RSI STOCH STOCHF STOCHRSI TRIX ULTOSC WILLR
  AD ADOSC OBV HT_DCPERIOD HT_DCPHASE HT_PHASOR HT_SINE HT_TRENDMODE AVGPRICE AVGDEV MEDPRICE TYPPRICE WCLPRICE ATR NATR TRANGE
  BETA CORREL LINEARREG LINEARREG_ANGLE LINEARREG_INTERCEPT LINEARREG_SLOPE STDDEV TSF VAR
  ACOS ASIN ATAN CEIL COS COSH EXP FLOOR LN LOG10 SIN SINH SQRT TAN TANH
  ADD DIV MAX MAXINDEX MIN MININDEX MINMAX MINMAXINDEX MULT SUB SUM
  CDL2CROWS CDL3BLACKCROWS CDL3INSIDE CDL3LINESTRIKE CDL3OUTSIDE CDL3STARSINSOUTH CDL3WHITESOLDIERS CDLABANDONEDBABY
  CDLADVANCEBLOCK CDLBELTHOLD CDLBREAKAWAY CDLCLOSINGMARUBOZU CDLCONCEALBABYSWALL CDLCOUNTERATTACK CDLDARKCLOUDCOVER CDLDOJI
  CDLDOJISTAR CDLDRAGONFLYDOJI CDLENGULFING CDLEVENINGDOJISTAR CDLEVENINGSTAR CDLGAPSIDESIDEWHITE CDLGRAVESTONEDOJI CDLHAMMER
  CDLHANGINGMAN CDLHARAMI CDLHARAMICROSS CDLHIGHWAVE CDLHIKKAKE CDLHIKKAKEMOD CDLHOMINGPIGEON CDLIDENTICAL3CROWS CDLINNECK
  CDLINVERTEDHAMMER CDLKICKING CDLKICKINGBYLENGTH CDLLADDERBOTTOM CDLLONGLEGGEDDOJI CDLLONGLINE CDLMARUBOZU CDLMATCHINGLOW
  CDLMATHOLD CDLMORNINGDOJISTAR CDLMORNINGSTAR CDLONNECK CDLPIERCING CDLRICKSHAWMAN CDLRISEFALL3METHODS CDLSEPARATINGLINES
  CDLSHOOTINGSTAR CDLSHORTLINE CDLSPINNINGTOP CDLSTALLEDPATTERN CDLSTICKSANDWICH CDLTAKURI CDLTASUKIGAP CDLTHRUSTING
  CDLTRISTAR CDLUNIQUE3RIVER CDLUPSIDEGAP2CROWS CDLXSIDEGAP3METHODS`);

/** The indicators of Tulip, by which its functions are called. */
const TULIP = words(`
  abs acos ad add adosc adx adxr ao apo aroon aroonosc asin atan atr avgprice bbands bop cci ceil cmo cos cosh crossany
  crossover cvi decay dema di div dm dpo dx edecay ema emv exp fisher floor fosc hma kama kvo lag linreg linregintercept
  linregslope ln log10 macd marketfi mass max md medprice mfi min mom msw mul natr nvi obv ppo psar pvi qstick roc rocr round
  rsi sin sinh sma sqrt stddev stderr stoch stochrsi sub sum tan tanh tema todeg torad tr trima trix trunc tsf typprice ultosc
  var vhf vidya volatility vosc vwma wad wcprice wilders willr wma zlema`);

/** Names of other libraries that no source of ours has, in any case of letters. */
function missing(names: readonly string[]): string[] {
  const told = new Set(INDICATORS.flatMap(({ source }) => source.toLowerCase().match(/[\w-]+/g) ?? []));
  return names.filter((name) => !told.has(name.toLowerCase()));
}

it('has every function of TA-Lib, and says which it is', () => {
  expect([TA_LIB.length, missing(TA_LIB)]).toEqual([161, []]);
});

it('has every indicator of Tulip, and says which it is', () => {
  expect([TULIP.length, missing(TULIP)]).toEqual([104, []]);
});

/** How the specs of second definitions name what they define: in a case, or where they compute it. */
const DEFINED = /(?:\bname: |\brun\(|\bwrongIn\(|\bdescribe\()'([a-z0-9-]+)'/g;

/** Indicators that are written a second time beside their own code. */
function secondDefinitions(): Set<string> {
  const folder = join(repoRoot(), 'libs', 'indicators', 'test');
  const specs = readdirSync(folder).filter((name) => name.endsWith('.brute.spec.ts'));
  const texts = specs.map((name) => readFileSync(join(folder, name), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(DEFINED)].map(([, name]) => name)));
}

describeWithData('the reference data of indicators', FOLDERS, () => {
  let vectors: ReturnType<typeof allVectors>;
  beforeAll(() => {
    vectors = allVectors();
  });

  it('has a series for each indicator, or it has a second definition', () => {
    const held = secondDefinitions();
    for (const { indicator } of vectors) held.add(indicator);
    expect(INDICATORS.filter(({ name }) => !held.has(name)).map(({ name }) => name)).toEqual([]);
  });

  /** Those that have no results, but inputs of tests alone. */
  const INPUTS: ReadonlySet<string> = new Set(['index.json', 'spy_10_min.txt', 'spy_ohlcv.txt', 'stock_prices.csv']);

  it.each([
    ['skender-indicators/results', '.standard.json.gz'],
    ['lean-indicators', ''],
    ['ta4j-indicators', ''],
    ['tulip-vectors', ''],
  ])('of %s is used whole', (folder, ending) => {
    const used = new Set(vectors.map(({ file }) => file));
    const unused = readdirSync(data(folder))
      .filter((name) => !INPUTS.has(name))
      .filter((name) => !used.has(`${folder}/${name.slice(0, name.length - ending.length)}`));
    expect(unused).toEqual([]);
  });

  it('has no case of Tulip that is passed over', () => {
    const cases = ['atoz.txt', 'extra.txt'].flatMap((name) => {
      const file = `tulip-vectors/${name}`;
      const heads = readFileSync(data(file), 'utf8').match(/^[a-z]\w*/gm) ?? [];
      return heads.map((head) => `${file} ${head}`);
    });
    const vectorsOfFile = (name: string): number =>
      vectors.filter(({ file }) => file === `tulip-vectors/${name}`).length;
    expect(vectorsOfFile('atoz.txt') + vectorsOfFile('extra.txt')).toBe(cases.length);
  });
});
