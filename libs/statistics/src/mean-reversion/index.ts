export { halfLife } from './half-life.js';
export { ornsteinUhlenbeck, type OrnsteinUhlenbeck } from './ornstein-uhlenbeck.js';
