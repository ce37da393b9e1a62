import { LRUCache } from 'lru-cache';

/** Images of databases by what made them. Losing one costs time, nothing else. */
export interface ImageStore {
  /** Null where there is none, or it cannot be used. Never rejects. */
  get(key: string): Promise<Uint8Array | null>;
  /** Never rejects: what cannot be kept is made again. */
  set(key: string, image: Uint8Array): Promise<void>;
}

/** In memory; those that were used last stay. @param maximumBytes of all of them */
export function keepInMemory(maximumBytes: number): ImageStore {
  const images = new LRUCache<string, Uint8Array>({
    maxSize: maximumBytes,
    sizeCalculation: (image) => Math.max(1, image.length),
  });
  return {
    get: async (key) => images.get(key) ?? null,
    async set(key, image) {
      images.set(key, image);
    },
  };
}
