// The small implementation with every step done right.
import { implementation } from './base.js'

export const { producer, consumer, claims } = implementation()
