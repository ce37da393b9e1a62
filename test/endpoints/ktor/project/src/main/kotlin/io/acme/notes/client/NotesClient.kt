package io.acme.notes.client

import io.ktor.client.*
import io.ktor.client.request.*

class NotesClient(private val client: HttpClient) {
    suspend fun all() = client.get("/api/v1/notes")
    suspend fun add(text: String) = client.post("/api/v1/notes") { setBody(text) }
}
