import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react';
import type { Definition, Parameter, ParameterValue } from '@bourseworks/indicators';
import { Dialog } from '../shell/dialog.js';
import { CloseIcon } from '../shell/icons.js';
import { isOffered, labelOf, MAX_INDICATORS, type ChosenIndicator, type IndicatorLibrary } from './indicator-lines.js';
import { useIndicatorLibrary } from './use-indicators.js';

const AT_MOST = 40;

function found(definitions: readonly Definition[], text: string): readonly Definition[] {
  const wanted = text.trim().toLowerCase();
  const holds = ({ name, title, group }: Definition) => `${name} ${title} ${group}`.toLowerCase().includes(wanted);
  /** That of the name itself, then those that begin with it. */
  const rank = ({ name }: Definition) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2);
  return definitions
    .filter((one) => isOffered(one) && holds(one))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, AT_MOST);
}

interface FieldProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  readonly onChange: (value: ParameterValue) => void;
}

function ParameterField({ parameter, value, onChange }: FieldProps) {
  const { name, title } = parameter;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {name}: {title}
      </label>
      {parameter.kind === 'choice' ? (
        <select id={id} className="input" value={value} onChange={({ target }) => onChange(target.value)}>
          {parameter.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          className="input"
          type="number"
          required
          min={parameter.minimum}
          max={parameter.maximum}
          step={parameter.kind === 'integer' ? 1 : 'any'}
          value={Number.isNaN(value) ? '' : value}
          onChange={({ target }) => onChange(target.valueAsNumber)}
        />
      )}
    </div>
  );
}

interface FormProps {
  readonly definition: Definition;
  readonly onAdd: (chosen: ChosenIndicator) => void;
  readonly onBack: () => void;
}

function IndicatorForm({ definition, onAdd, onBack }: FormProps) {
  const { name, title, formula, parameters } = definition;
  const [values, setValues] = useState<Readonly<Record<string, ParameterValue>>>(
    Object.fromEntries(parameters.map((one) => [one.name, one.default])),
  );
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, button')?.focus(), []);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    // Kept are those that differ: a default may become a better one.
    const set = parameters.filter((one) => values[one.name] !== one.default).map((one) => [one.name, values[one.name]]);
    onAdd({ name, parameters: Object.fromEntries(set) as ChosenIndicator['parameters'] });
  };
  return (
    <form ref={form} onSubmit={submit}>
      <h3>{title}</h3>
      <p className="indicator__formula">{formula}</p>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          onChange={(value) => setValues({ ...values, [parameter.name]: value })}
        />
      ))}
      <div className="dialog__actions">
        <button type="button" className="button" onClick={onBack}>
          Back
        </button>
        <button type="submit" className="button button--primary">
          Add
        </button>
      </div>
    </form>
  );
}

interface FinderProps {
  readonly library: IndicatorLibrary | undefined;
  readonly isFull: boolean;
  readonly onPick: (definition: Definition) => void;
}

function IndicatorFinder({ library, isFull, onPick }: FinderProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Also when it comes back: what had the focus is gone.
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <input
        ref={field}
        className="input"
        data-first
        aria-label="Find an indicator"
        placeholder={isFull ? `${MAX_INDICATORS} are the most` : 'Name, such as sma or Bollinger'}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <ul className="indicators__found" aria-label="Indicators">
        {found(library?.INDICATORS ?? [], text).map((definition) => (
          <li key={definition.name}>
            <button type="button" disabled={isFull} onClick={() => onPick(definition)}>
              {definition.title} <small>{definition.name}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface Props {
  readonly chosen: readonly ChosenIndicator[];
  readonly onChange: (chosen: readonly ChosenIndicator[]) => void;
  readonly onClose: () => void;
}

function ChosenList({ chosen, onChange }: Pick<Props, 'chosen' | 'onChange'>) {
  return (
    <ul className="indicators__chosen" aria-label="On this chart">
      {chosen.map((one, index) => (
        <li key={`${index} ${labelOf(one)}`}>
          {labelOf(one)}
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove ${labelOf(one)}`}
            onClick={() => onChange(chosen.filter((_, other) => other !== index))}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Adds indicators to a chart and takes them away. Names, parameters and their ranges are those of the library. */
export function IndicatorsDialog({ chosen, onChange, onClose }: Props) {
  const library = useIndicatorLibrary(true);
  const [picked, setPicked] = useState<Definition>();
  const isFull = chosen.length >= MAX_INDICATORS;
  const add = (one: ChosenIndicator) => {
    onChange([...chosen, one]);
    setPicked(undefined);
  };
  return (
    <Dialog title="Indicators" small onClose={onClose}>
      <ChosenList chosen={chosen} onChange={onChange} />
      {picked === undefined ? (
        <IndicatorFinder library={library} isFull={isFull} onPick={setPicked} />
      ) : (
        <IndicatorForm definition={picked} onAdd={add} onBack={() => setPicked(undefined)} />
      )}
    </Dialog>
  );
}
