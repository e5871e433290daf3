export type { Trend } from './design.js';
export { KalmanRegression } from './kalman-regression.js';
export type { KalmanInnovation, KalmanRegressionSettings, KalmanRegressionSnapshot } from './kalman-regression.js';
export { durbinWatson, leastSquares, type LeastSquares } from './least-squares.js';
export { orthogonalRegression, type OrthogonalFit } from './orthogonal.js';
